// Which methods do papers on a domain compare themselves with, without using them?
MATCH (p:Paper)-[:COMPARES_WITH]->(m:Method)
WHERE NOT EXISTS { (p)-[:USES]->(m) }
RETURN m.name AS baseline, collect(DISTINCT p.id) AS papers
ORDER BY size(papers) DESC, baseline
LIMIT 10;
