// Numbers that were reported on a benchmark, with the sentence of each.
MATCH (p:Paper)-[:REPORTS]->(r:Result)-[:ON]->(b:Benchmark)
RETURN b.name AS benchmark, p.id AS paper, r.metric AS metric, r.value AS value, r.unit AS unit, r.evidence AS evidence
ORDER BY benchmark, paper, metric, value
LIMIT 20;
