// The page in a real browser, on the reports of examples/ and on those beside the checkout (../shared/reports) where they are.
// SHOTS=FOLDER keeps a picture of every view.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { rule, status } from '../drivers/check.mjs';
import { Server } from '../drivers/server.mjs';
import { Page } from './page.mjs';
import { exampleRules } from './examples.mjs';
import { hostileRules } from './hostile.mjs';
import { realRules } from './real.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const program = process.env.PAPERGRAPH_PROGRAM;
const folder = mkdtempSync(join(tmpdir(), 'papergraph-browser-'));

/** A database of these reports, served and shown. */
async function shown(name, fill, rules) {
  const database = join(folder, name);
  fill(database);
  const server = await Server.start(['--db', database]);
  const page = await Page.open(`http://${server.address}`, join(folder, name + '-profile'), name);
  try {
    await rules(rule, page, server);
    await rule(`${name}: no request left the server, and the console is empty`, () => page.requireClean());
  } finally {
    await page.close();
    await rule(`${name}: the server ends`, async () => {
      if ((await server.stop()) !== 0) throw new Error('its status is not 0: ' + server.errors);
    });
  }
}

const ingest = (reports) => (database) =>
  execFileSync(program, ['ingest', '--db', database, reports], { stdio: 'ignore' });
try {
  await shown('examples', ingest(join(root, 'examples', 'reports')), exampleRules);
  await shown(
    'hostile',
    (database) => {
      const script = join(folder, 'hostile.cypher');
      writeFileSync(script, hostileRules.script);
      execFileSync(program, ['shell', '--db', database, '-f', script], { stdio: 'ignore' });
    },
    hostileRules,
  );
  const real = join(root, '..', 'shared', 'reports');
  if (existsSync(real) && readdirSync(real).length > 0) await shown('real', ingest(real), realRules);
  else console.log(`skipped: the real reports are not there (${real})`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = status();
