// Which methods do papers use together with GRPO?
MATCH (:Method {name: 'GRPO'})<-[:USES]-(p:Paper)-[:USES]->(other:Method)
RETURN other.name AS method, count(DISTINCT p) AS papers
ORDER BY papers DESC, method
LIMIT 10;
