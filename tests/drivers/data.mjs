// Values: every type there and back, the graph's own types, what comes with the rows.
import assert from 'node:assert/strict';

import { codeOf } from './check.mjs';

export async function dataRules(rule, name, neo4j, server) {
  const driver = neo4j.driver(server.url, neo4j.auth.basic('neo4j', 'any'));
  const run = async (text, params) => {
    const session = driver.session();
    try {
      return await session.run(text, params);
    } finally {
      await session.close();
    }
  };
  const one = async (text, params) => (await run(text, params)).records[0].get(0);
  const { types } = neo4j;

  await rule(`${name}: every type comes back as it went`, async () => {
    const zoned = new types.DateTime(2026, 3, 29, 1, 59, 59, 123456789, undefined, 'Europe/Stockholm');
    for (const value of [
      null, true, false, 0.5, -0.0, Infinity, NaN, '', 'x'.repeat(70000), '测试时 🧠 "q" \\',
      neo4j.int(0), neo4j.int(-17), neo4j.int(200), neo4j.int(-40000), neo4j.int('9223372036854775807'),
      neo4j.int('-9223372036854775808'), [], [neo4j.int(1), 'a', null, [true]], { a: neo4j.int(1), b: { 组: [] } },
      new types.Date(-4000, 1, 31), new types.LocalTime(23, 59, 59, 999999999), new types.Time(1, 2, 3, 4, -19800),
      new types.LocalDateTime(1969, 12, 31, 23, 59, 59, 1), new types.DateTime(2026, 11, 23, 12, 0, 0, 5, 3600),
      new types.DateTime(1960, 2, 29, 0, 0, 0, 0, -43200), new types.Duration(14, -3, 7, 999999999),
      new types.Duration(-1, 0, -5, 1),
    ]) {
      const back = await one('RETURN $value', { value });
      if (typeof value === 'number') assert.ok(Object.is(back, value) || back === value, String(value));
      else if (value?.toString && typeof value === 'object' && !Array.isArray(value) && value.constructor !== Object)
        assert.equal(back.toString(), value.toString());
      else assert.deepEqual(back, value);
    }
    const back = await one('RETURN $value', { value: zoned });
    assert.equal(back.timeZoneId, 'Europe/Stockholm');
    assert.equal(back.toString().slice(0, 29), zoned.toString().slice(0, 29));
    assert.equal(await one('RETURN toString($value)', { value: zoned }), '2026-03-29T01:59:59.123456789+01:00[Europe/Stockholm]');
    assert.equal((await one("RETURN datetime('2026-07-01T12:00[Asia/Shanghai]')")).hour.toString(), '12');
    assert.equal((await one('RETURN range(1, 70000)')).length, 70000);
  });

  await rule(`${name}: what no value of Cypher is, is refused, and the session goes on`, async () => {
    const session = driver.session();
    assert.equal(await codeOf(session.run('RETURN $x', { x: new Int8Array([1, 2]) })), 'Neo.ClientError.Statement.TypeError');
    assert.equal(await codeOf(session.run('RETURN $x', { x: new types.Point(neo4j.int(7203), 1, 2) })),
                 'Neo.ClientError.Statement.TypeError');
    assert.equal((await session.run('RETURN 1 AS one')).records[0].get('one').toInt(), 1);
    await session.close();
  });

  await rule(`${name}: nodes, relationships and paths come with all they have`, async () => {
    const made = await run("CREATE (a:Paper:New {title: 'Kite', n: 1})-[r:USES {since: date('2026-01-02')}]->(b:Method {name: 'GRPO'}) " +
                           'RETURN a, r, b');
    const [a, r, b] = ['a', 'r', 'b'].map((key) => made.records[0].get(key));
    assert.deepEqual([...a.labels].sort(), ['New', 'Paper']);
    assert.equal(a.properties.title, 'Kite');
    assert.equal(r.type, 'USES');
    assert.equal(r.properties.since.toString(), '2026-01-02');
    assert.ok(r.start.equals(a.identity) && r.end.equals(b.identity));
    if (a.elementId !== undefined && name !== 'driver 4') {
      assert.equal(r.startNodeElementId, a.elementId);
      assert.equal(await one('MATCH (n) WHERE elementId(n) = $id RETURN n.name', { id: b.elementId }), 'GRPO');
    }
    const walk = await one("MATCH p = (m:Method {name: 'GRPO'})<-[:USES]-(x:Paper) RETURN p LIMIT 1");
    assert.equal(walk.length, 1);
    assert.equal(walk.start.properties.name, 'GRPO');
    assert.equal(walk.end.properties.title, 'Kite');
    assert.ok(walk.segments[0].relationship.start.equals(walk.end.identity));
    const counts = made.summary.counters.updates();
    assert.equal(counts.nodesCreated, 2);
    assert.equal(counts.relationshipsCreated, 1);
    assert.equal(counts.labelsAdded, 3);
    assert.equal(counts.propertiesSet, 4);
    assert.equal(made.summary.queryType, 'rw');
    assert.ok(made.summary.counters.containsUpdates());
    const gone = await run('MATCH (n) DETACH DELETE n');
    assert.equal(gone.summary.counters.updates().nodesDeleted, 2);
    assert.equal(gone.summary.queryType, 'w');
  });

  await rule(`${name}: a summary says what ran, and a plan comes with EXPLAIN and PROFILE`, async () => {
    const { summary, records } = await run('MATCH (n) RETURN count(n) AS n');
    assert.equal(summary.queryType, 'r');
    assert.equal(summary.database.name, 'papergraph');
    assert.deepEqual(records[0].keys, ['n']);
    assert.ok(!summary.counters.containsUpdates());
    const explained = (await run('EXPLAIN MATCH (n:Paper) RETURN n')).summary;
    assert.ok(explained.plan.arguments['string-representation'].includes('LabelScan'));
    const profiled = await run('PROFILE UNWIND [1, 2] AS x RETURN x');
    assert.equal(profiled.records.length, 2);
    assert.equal(Number(profiled.summary.profile.rows), 2);
    assert.equal((await run('CREATE INDEX things FOR (n:Thing) ON (n.k)')).summary.queryType, 's');
    await run('DROP INDEX things');
  });

  await rule(`${name}: a plain sentence is a statement as well`, async () => {
    await run("CREATE (:Paper {id: '1', title: 'One'})-[:USES {evidence: 'We use LoRA.'}]->(:Method {name: 'LoRA'})");
    const { records } = await run('papers using LoRA');
    assert.equal(records.length, 1);
    assert.ok(records[0].keys.includes('title'));
    await run('MATCH (n) DETACH DELETE n');
  });

  await rule(`${name}: errors have Neo4j's codes, and say where`, async () => {
    await run('CREATE CONSTRAINT one_key FOR (n:Key) REQUIRE n.k IS UNIQUE');
    await run('CREATE (:Key {k: 1})');
    for (const [text, code] of [
      ['RETURN', 'Statement.SyntaxError'], ['RETURN x', 'Statement.SyntaxError'], ['RETURN 1/0', 'Statement.ArithmeticError'],
      ['RETURN $missing', 'Statement.ParameterMissing'], ['CALL no.such() YIELD x RETURN x', 'Procedure.ProcedureNotFound'],
      ['CREATE (:Key {k: 1})', 'Schema.ConstraintValidationFailed'], ['UNWIND [1, 0] AS x RETURN 1/x', 'Statement.ArithmeticError'],
      ['CREATE (a)-[:T]->(b) DELETE a', 'Schema.ConstraintValidationFailed'], ['COMMIT', 'Statement.SemanticError'],
    ]) assert.equal(await codeOf(run(text)), 'Neo.ClientError.' + code, text);
    await assert.rejects(run('RETURN 1,\n x'), /line 2, column 2 \(offset: 11\)\)\n x\n \^/);
    const session = driver.session({ database: 'other' });
    assert.equal(await codeOf(session.run('RETURN 1')), 'Neo.ClientError.Database.DatabaseNotFound');
    await session.close();
    await run('DROP CONSTRAINT one_key');
    await run('MATCH (n) DETACH DELETE n');
  });
  await driver.close();
}
