// Runs generated statements here (papergraph session) and in Grafeo (in this process) and shows where the rows differ.
//   generated_cases peers FROM COUNT | node compare.mjs PAPERGRAPH [known.json]
// A statement that either refuses says nothing: only what both know is compared. Exit status 1 when a difference has no
// entry in known.json: patterns of statements on which the standard's text decides against the other, with the rule.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [program, knownFile] = process.argv.slice(2);
const { GrafeoDB } = createRequire(process.cwd() + '/')('@grafeo-db/js');
const known = knownFile ? JSON.parse(readFileSync(knownFile, 'utf8')) : [];

const session = spawn(program, ['session', '--db', ':memory:'], { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: session.stdout })[Symbol.asyncIterator]();
await answers.next(); // hello

async function ask(request) {
  session.stdin.write(JSON.stringify(request) + '\n');
  return JSON.parse((await answers.next()).value);
}

// Numbers as the other side gives them: 1.0 and 1 are one there.
function plain(value) {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (value && typeof value === 'object') return Object.fromEntries(Object.keys(value).sort().map((k) => [k, plain(value[k])]));
  return value;
}

function comparable(rows, ordered) {
  const texts = rows.map((row) => JSON.stringify(plain(row)));
  return ordered ? texts : texts.sort();
}

async function onPeer(db, text) {
  try {
    const result = await db.executeCypher(text);
    return { rows: result.toArray().map((row) => result.columns.map((name) => row[name])) };
  } catch (error) {
    return { error: String(error.message).split('\n')[0] };
  }
}

const seen = { statements: 0, agree: 0, refusedHere: 0, refusedThere: 0, known: 0, differ: 0 };
for await (const line of createInterface({ input: process.stdin })) {
  const made = JSON.parse(line);
  await ask({ op: 'reset' });
  await ask({ op: 'query', query: made.graph });
  const db = GrafeoDB.create();
  const creation = await onPeer(db, made.graph);
  if (creation.error) {
    console.error(`seed ${made.seed}: the other cannot make the graph: ${creation.error}`);
    db.close();
    continue;
  }
  for (const { text, ordered } of made.statements) {
    ++seen.statements;
    const here = await ask({ op: 'query', query: text });
    const there = await onPeer(db, text);
    if (here.error) ++seen.refusedHere;
    if (here.error && !there.error) console.log(`=== refused here: ${JSON.stringify(here.error)}\n${text}`);
    if (there.error) ++seen.refusedThere;
    if (here.error || there.error) continue;
    const ours = comparable(here.rows, ordered), theirs = comparable(there.rows, ordered);
    if (JSON.stringify(ours) === JSON.stringify(theirs)) {
      ++seen.agree;
      continue;
    }
    const rule = known.find((entry) => new RegExp(entry.statement).test(text));
    if (rule) {
      ++seen.known;
      continue;
    }
    ++seen.differ;
    console.log(`=== seed ${made.seed}\n${made.graph};\n${text};`);
    console.log(`--- here ${ours.length} rows\n${ours.slice(0, 8).join('\n')}`);
    console.log(`--- Grafeo ${theirs.length} rows\n${theirs.slice(0, 8).join('\n')}\n`);
  }
  db.close();
}
console.log(JSON.stringify(seen));
session.stdin.end();
process.exitCode = seen.differ > 0 ? 1 : 0;
