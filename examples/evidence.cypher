// Which papers use GRPO, and where is that written?
MATCH (p:Paper)-[u:USES]->(:Method {name: 'GRPO'})
RETURN p.id AS paper, p.title AS title, u.evidence AS evidence, u.source AS source, u.start AS byte
ORDER BY paper, byte;
