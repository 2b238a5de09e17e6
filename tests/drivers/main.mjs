// All rules, on three generations of the driver where they could differ, else on one.
import { rmSync, mkdtempSync, writeFileSync, chmodSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { rule, status } from './check.mjs';
import { crowdRules } from './crowd.mjs';
import { dataRules } from './data.mjs';
import { doorRules } from './door.mjs';
import { Server } from './server.mjs';
import { transactionRules } from './transactions.mjs';

const require = createRequire(process.cwd() + '/');
const drivers = ['4', '5', '6'].map((version) => ({ version, neo4j: require('neo4j-driver-' + version) }));
const folder = mkdtempSync(join(tmpdir(), 'papergraph-drivers-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const server = await Server.start(['--db', ':memory:', '--writable', '--client-timeout', '20']);
for (const { version, neo4j } of drivers) {
  await dataRules(rule, `driver ${version}`, neo4j, server);
  await transactionRules(rule, `driver ${version}`, neo4j, server);
}
await crowdRules(rule, drivers[1].neo4j, server);
await rule('SIGTERM ends the server with status 0', async () => {
  if (await server.stop() !== 0) throw new Error('another status; ' + server.errors);
});
await doorRules(rule, drivers[1].neo4j, folder);
process.exit(status());
