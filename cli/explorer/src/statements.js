// Every statement that the page's views ask. All are openCypher, and all end: no view reads the whole graph.

/** The kinds of things that have a page, with the roles in which papers speak of them, and the words for these. */
export const KINDS = {
  Method: {
    path: 'method',
    plural: 'methods',
    roles: { PROPOSES: 'Proposed by', USES: 'Used by', COMPARES_WITH: 'Compared with by' },
  },
  Model: {
    path: 'model',
    plural: 'models',
    roles: { INTRODUCES: 'Introduced by', USES: 'Used by', COMPARES_WITH: 'Compared with by' },
  },
  Benchmark: {
    path: 'benchmark',
    plural: 'benchmarks',
    roles: {
      INTRODUCES: 'Introduced by',
      EVALUATES_ON: 'Evaluated on by',
      TRAINS_ON: 'Trained on by',
      MENTIONS: 'Mentioned by',
    },
  },
  Domain: { path: 'domain', plural: 'fields', roles: { IN_DOMAIN: 'Papers of the field' } },
};

/** What a paper does, in the order of its page. */
export const PAPER_ROLES = {
  PROPOSES: 'Proposes',
  INTRODUCES: 'Introduces',
  USES: 'Uses',
  TRAINS_ON: 'Trains on',
  EVALUATES_ON: 'Evaluated on',
  COMPARES_WITH: 'Compares with',
  MENTIONS: 'Mentions',
};

export const quoted = (name) => '`' + name.replaceAll('`', '``') + '`';
const node = (label, variable = 'x') => `(${variable}:${quoted(label)} {${label === 'Paper' ? 'id' : 'name'}: $key})`;

export const counts = ['Paper', ...Object.keys(KINDS), 'Result']
  .map((label) => `MATCH (n:${label}) RETURN '${label}' AS label, count(*) AS number`)
  .join(' UNION ALL ');

export const newest = `MATCH (p:Paper) RETURN p.id AS id, p.title AS title, p.date AS date, p.summary AS summary
ORDER BY date DESC, id DESC LIMIT 10`;

export const RECENT = 500;
/** What the newest papers use most. */
export const recent = (label, types) => `MATCH (p:Paper) WITH p ORDER BY p.date DESC LIMIT ${RECENT}
MATCH (p)-[:${types}]->(x:${label})
RETURN x.name AS name, count(DISTINCT p) AS papers ORDER BY papers DESC, name LIMIT 8`;

export const papersByMonth = `MATCH (p:Paper) WHERE p.date IS NOT NULL
RETURN left(toString(p.date), 7) AS month, count(*) AS papers ORDER BY month DESC LIMIT 36`;

export const thing = (label) => `MATCH ${node(label)} RETURN x LIMIT 1`;

export const rolesOf = (label) => `MATCH ${node(label)}<-[e]-(p:Paper)
RETURN type(e) AS role, count(DISTINCT p) AS papers ORDER BY role LIMIT 20`;

/** Papers in one role, the newest first. */
export const papersOf = (label, role) => `MATCH ${node(label)}<-[e:${quoted(role)}]-(p:Paper)
WITH p, collect(e)[..3] AS edges ORDER BY p.date DESC, p.id SKIP $skip LIMIT $limit
RETURN p.id AS id, p.title AS title, p.date AS date, edges`;

export const trendOf = (label) => `MATCH ${node(label)}<-[e]-(p:Paper) WHERE p.date IS NOT NULL
RETURN left(toString(p.date), 7) AS month, count(DISTINCT p) AS papers ORDER BY month DESC LIMIT 120`;

/** What stands in the same papers. Of a thing in many papers, the newest thousand speak. */
export const together = (label, other, types) => `MATCH ${node(label)}<-[]-(p:Paper)
WITH DISTINCT x, p ORDER BY p.date DESC LIMIT 1000
MATCH (p)-[:${types}]->(y:${other}) WHERE y <> x
RETURN y.name AS name, count(DISTINCT p) AS papers ORDER BY papers DESC, name LIMIT 8`;

/** What a thing belongs to, and what belongs to it. */
export const family = (label) => `MATCH ${node(label)}-[e:VARIANT_OF|PART_OF|IN_DOMAIN]-(y) WHERE NOT y:Paper
RETURN type(e) AS type, startNode(e) = x AS up, labels(y)[0] AS label, y.name AS name ORDER BY type, up, name LIMIT 40`;

const RESULT = `OPTIONAL MATCH (r)-[:OF]->(s)
WITH r, head(collect(s)) AS s
OPTIONAL MATCH (r)-[:ON]->(b)
WITH r, s, head(collect(b)) AS b
OPTIONAL MATCH (p:Paper)-[:REPORTS]->(r)
RETURN r.value AS value, r.unit AS unit, r.metric AS metric, r.kind AS kind, s.name AS subject, labels(s)[0] AS subject_label,
b.name AS benchmark, p.id AS paper, p.title AS title, p.date AS date, r.evidence AS evidence`;

/** The absolute scores on a benchmark, the metric with most scores first. */
export const metricsOf = `MATCH ${node('Benchmark')}<-[:ON]-(r:Result {kind: 'absolute'})
RETURN r.metric AS metric, r.unit AS unit, count(*) AS number ORDER BY number DESC, metric, unit LIMIT 12`;
const inMetric = `MATCH ${node('Benchmark')}<-[:ON]-(r:Result {kind: 'absolute'})
WHERE coalesce(r.metric, '') = $metric AND coalesce(r.unit, '') = $unit`;
/** `order`: DESC, or ASC where less is more. */
export const scoresOf = (order) => `${inMetric} WITH r ORDER BY r.value ${order} LIMIT 50
${RESULT} ORDER BY value ${order}, subject, paper LIMIT 50`;
/** The best of each month, of all scores. */
export const bestByMonth = (order) => `${inMetric}
MATCH (p:Paper)-[:REPORTS]->(r) WHERE p.date IS NOT NULL
WITH r, p ORDER BY r.value ${order}, p.date, p.id
WITH left(toString(p.date), 7) AS month, head(collect(r)) AS r, head(collect(p)) AS p
OPTIONAL MATCH (r)-[:OF]->(s)
RETURN r.value AS value, toString(p.date) AS date, head(collect(s.name)) AS subject, p.id AS paper, p.title AS title
ORDER BY date, paper LIMIT 600`;

export const resultsOf = (label) => `MATCH ${node(label)}<-[:OF]-(r:Result) WITH r LIMIT 200
${RESULT} ORDER BY benchmark, metric, value DESC LIMIT 50`;

export const paper = 'MATCH (x:Paper {id: $key}) RETURN x LIMIT 1';
export const paperEdges = `MATCH (x:Paper {id: $key})-[e]->(y) WHERE NOT y:Result AND NOT y:Paper
RETURN type(e) AS role, labels(y)[0] AS label, y.name AS name, y.aliases AS aliases, e ORDER BY role, name, e.start LIMIT 300`;
export const paperResults = `MATCH (x:Paper {id: $key})-[:REPORTS]->(r:Result) WITH r LIMIT 100
${RESULT} ORDER BY benchmark, metric, value DESC LIMIT 100`;

/** Which papers have these titles. */
export const idsOf = 'MATCH (p:Paper) WHERE p.title IN $titles RETURN p.id AS id, p.title AS title LIMIT 100';

export const aliases = (label) => `MATCH ${node(label)} RETURN x.aliases AS aliases LIMIT 1`;

/** Any node by its number. */
export const nodeById = 'MATCH (x) WHERE id(x) = $id RETURN x LIMIT 1';
/** Names and the newest papers before numbers. */
export const neighbours = `MATCH (x)-[e]-(y) WHERE id(x) = $id
WITH e, y ORDER BY y:Result, y:Paper, toString(y.date) DESC, id(e) SKIP $skip LIMIT $limit
RETURN e, y`;
/** The edges among these nodes. */
export const between = 'MATCH (x)-[e]->(y) WHERE id(x) IN $ids AND id(y) IN $ids RETURN e LIMIT 200';
export const degree = 'MATCH (x)-[e]-() WHERE id(x) = $id RETURN count(e) AS number';
