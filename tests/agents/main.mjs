// `papergraph mcp` through the public client of the Model Context Protocol.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { eventually, rule, status } from '../drivers/check.mjs';

const require = createRequire(process.cwd() + '/');
const load = (path) => import(pathToFileURL(require.resolve('@modelcontextprotocol/sdk/' + path)).href);
const { Client } = await load('client/index.js');
const { StdioClientTransport } = await load('client/stdio.js');

const program = process.env.PAPERGRAPH_PROGRAM;
const folder = mkdtempSync(join(tmpdir(), 'papergraph-agents-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
const database = join(folder, 'papers.db');
const reports = fileURLToPath(new URL('../../examples/reports', import.meta.url));
execFileSync(program, ['ingest', '--db', database, reports], { stdio: 'ignore' });

const client = new Client({ name: 'papergraph-test', version: '1.0.0' });
const pidFile = join(folder, 'pid');
const transport = new StdioClientTransport(
    { command: 'sh', args: ['-c', 'echo $$ > "$0"; exec "$@"', pidFile, program, 'mcp', '--db', database] });
const call = (name, args = {}) => client.callTool({ name, arguments: args });

await rule('the client connects and learns who answers', async () => {
  await client.connect(transport);
  assert.equal(client.getServerVersion().name, 'papergraph');
  assert.ok(client.getServerCapabilities().tools);
  assert.match(client.getInstructions(), /evidence/);
  assert.deepEqual(await client.ping(), {});
});

await rule('the tools are listed, as reading only, with what they take', async () => {
  const { tools } = await client.listTools();
  assert.deepEqual(tools.map((tool) => tool.name), ['ask', 'query', 'why', 'schema']);
  for (const tool of tools) assert.equal(tool.annotations.readOnlyHint, true);
  assert.deepEqual(tools[0].inputSchema.required, ['question']);
});

await rule('ask: a sentence gives rows with their evidence, and its Cypher', async () => {
  const answer = await call('ask', { question: 'papers using GRPO on math benchmarks' });
  assert.ok(!answer.isError);
  const { columns, rows, cypher, truncated } = answer.structuredContent;
  assert.deepEqual(columns, ['paper', 'title', 'date', 'evidence']);
  assert.deepEqual(rows.map((row) => row[0]), ['2503.14476', '2503.18892', '2501.12948']);
  assert.ok(rows.every((row) => row[3].length > 0));
  assert.match(cypher, /^MATCH \(p:Paper\)/);
  assert.equal(truncated, false);
  assert.deepEqual(JSON.parse(answer.content[0].text), answer.structuredContent);
});

await rule('query: Cypher with parameters; as many rows as wanted', async () => {
  const answer = await call('query', {
    cypher: 'MATCH (p:Paper)-[:USES]->(:Method {name: $name}) RETURN p.id AS id ORDER BY id',
    parameters: { name: 'GRPO' }, limit: 2 });
  assert.deepEqual(answer.structuredContent.rows, [['2501.12948'], ['2503.14476']]);
  assert.equal(answer.structuredContent.truncated, true);
});

await rule('query: what writes is refused, and nothing is changed', async () => {
  const count = 'MATCH (n) RETURN count(*)';
  const before = (await call('query', { cypher: count })).structuredContent.rows;
  for (const cypher of ['CREATE (:Paper)', 'MATCH (n) DETACH DELETE n', 'CREATE INDEX FOR (n:A) ON (n.b)']) {
    const answer = await call('query', { cypher });
    assert.equal(answer.isError, true, cypher);
    assert.match(answer.content[0].text, /read/);
  }
  assert.deepEqual((await call('query', { cypher: count })).structuredContent.rows, before);
});

await rule('why: the sentence and the rule behind a relationship', async () => {
  const answer = await call('why', { paper: '2501.12948', name: 'GRPO' });
  assert.ok(!answer.isError);
  assert.match(answer.content[0].text, /2025-01-23\.txt/);
  assert.match(answer.content[0].text, /GRPO/);
});

await rule('schema: labels and types with their counts', async () => {
  const { labels, relationshipTypes } = (await call('schema')).structuredContent;
  assert.equal(labels.find((label) => label.name === 'Paper').count, 7);
  assert.ok(relationshipTypes.find((type) => type.name === 'USES').between.includes('Paper -> Method'));
});

await rule('what is wrong with a statement is an answer that says where; a tool that is not there is an error', async () => {
  const answer = await call('query', { cypher: 'RETURN x' });
  assert.equal(answer.isError, true);
  assert.match(answer.content[0].text, /^1:8: SyntaxError \(UndefinedVariable\)/);
  const unknown = await call('ask', { question: 'papers using a thing that nobody knows' });
  assert.equal(unknown.isError, true);
  await assert.rejects(call('shout'), (error) => error.code === -32602);
});

await rule('the server ends when its client does', async () => {
  const pid = Number(readFileSync(pidFile, 'utf8'));
  await client.close();
  await eventually(() => {
    try {
      return !process.kill(pid, 0);
    } catch (error) {
      return error.code === 'ESRCH';
    }
  }, 'the process is gone');
});

process.exit(status());
