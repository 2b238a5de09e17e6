// How are two methods connected?
MATCH (a:Method {name: 'GRPO'}), (b:Method {name: 'PPO'}),
      path = shortestPath((a)-[*..4]-(b))
RETURN [n IN nodes(path) | coalesce(n.name, n.id)] AS via, length(path) AS steps;
