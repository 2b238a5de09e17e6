// The methods that stand in the middle of everything, by PageRank.
CALL algo.pagerank({}) YIELD node, score
WITH node, score WHERE node:Method
RETURN node.name AS method, round(score, 4) AS score
ORDER BY score DESC, method
LIMIT 10;
