// Who gets in, and what they may do there.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';

import { codeOf, eventually, pause } from './check.mjs';
import { ask, dial, FOREVER, message, PULL, RUN } from './raw.mjs';
import { Server } from './server.mjs';

const program = process.env.PAPERGRAPH_PROGRAM;

export async function doorRules(rule, neo4j, folder) {
  const database = join(folder, 'db');
  const users = join(folder, 'users');
  writeFileSync(users, '# who may\nada:right: password\n');
  chmodSync(users, 0o600);
  execFileSync(program, ['shell', '--db', database, '-c', 'CREATE (:Paper {n: 1})']);
  const login = (url, user, password, work) => {
    const driver = neo4j.driver(url, neo4j.auth.basic(user, password), { maxTransactionRetryTime: 0 });
    const session = driver.session();
    return work(session).finally(() => driver.close());
  };
  const count = (session) => session.run('MATCH (n) RETURN count(n) AS n').then((r) => r.records[0].get('n').toInt());

  await rule('without --writable nothing is written, and what others write is seen', async () => {
    const server = await Server.start(['--db', database]);
    await login(server.url, 'neo4j', 'any', async (session) => {
      assert.equal(await codeOf(session.run('CREATE (:A)')), 'Neo.ClientError.Statement.AccessMode');
      assert.equal(await codeOf(session.run('CREATE INDEX FOR (n:A) ON (n.b)')), 'Neo.ClientError.Statement.AccessMode');
      assert.equal(await codeOf(session.executeWrite((tx) => tx.run('CREATE (:A)'))), 'Neo.ClientError.Statement.AccessMode');
      assert.equal(await session.executeRead(count), 1);
      execFileSync(program, ['query', '--db', database, 'CREATE (:Paper {n: 2})']);
      await eventually(async () => await count(session) === 2, 'the new node is seen');
    });
    assert.equal(await server.stop('SIGINT'), 0);
  });

  await rule('a password is asked for, and guessing is slow', async () => {
    const server = await Server.start(['--db', database, '--password-file', users]);
    assert.equal(await login(server.url, 'ada', 'right: password', count), 2);
    assert.equal(await codeOf(login(server.url, 'ada', 'right: passwort', count)), 'Neo.ClientError.Security.Unauthorized');
    assert.equal(await codeOf(login(server.url, 'adam', 'right: password', count)), 'Neo.ClientError.Security.Unauthorized');
    const codes = [];
    for (let i = 0; i < 6; ++i) codes.push(await codeOf(login(server.url, 'ada', 'guess' + i, count)));
    assert.ok(codes.includes('Neo.ClientError.Security.AuthenticationRateLimit'), codes.join());
    const bare = await dial(server.port);
    await bare.gone;  // scheme "none"
    assert.equal(await server.stop(), 0);
  });

  await rule('other machines are let in only with a password and TLS', async () => {
    const refused = (...options) => {
      const run = spawnSync(program, ['serve', '--db', database, '--port', '0', ...options], { timeout: 5000 });
      assert.equal(run.status, 2, run.stderr?.toString());
      return run.stderr.toString();
    };
    assert.match(refused('--listen', '0.0.0.0'), /--password-file/);
    assert.match(refused('--listen', '::'), /--password-file/);
    assert.match(refused('--listen', '0.0.0.0', '--password-file', users), /TLS/);
    assert.match(refused('--listen', 'somewhere'), /no address/);
    chmodSync(users, 0o644);
    assert.match(refused('--password-file', users), /others may read/);
    chmodSync(users, 0o600);
  });

  await rule('with TLS a driver gets in over an encrypted connection', async () => {
    const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost',
                                       '-keyout', key, '-out', certificate]);
    if (made.error) return console.log('skipped: the program openssl is not there');
    const server = await Server.start(['--db', database, '--listen', '0.0.0.0', '--password-file', users,
                                       '--certificate', certificate, '--key', key]);
    assert.match(server.url, /^bolt\+s:/);
    assert.equal(await login('bolt+ssc://127.0.0.1:' + server.port, 'ada', 'right: password', count), 2);
    assert.equal(await login('neo4j+ssc://127.0.0.1:' + server.port, 'ada', 'right: password', count), 2);
    const browse = (headers) => new Promise((resolve, reject) => request({
      host: '127.0.0.1', port: server.port, rejectUnauthorized: false, headers }, (answer) => resolve(answer.resume().statusCode)).on('error', reject).end());
    const basic = (text) => ({ authorization: 'Basic ' + Buffer.from(text).toString('base64') });
    assert.equal(await browse({}), 401);
    assert.equal(await browse(basic('ada:wrong')), 401);
    assert.equal(await browse(basic('ada:right: password')), 200);
    assert.equal(await browse({ ...basic('ada:right: password'), host: 'elsewhere.example' }), 421);
    await assert.rejects(login('bolt://127.0.0.1:' + server.port, 'ada', 'right: password', count));
    return assert.equal(await server.stop(), 0);
  });

  await rule('a client that asks for nothing more loses its statement and its transaction', async () => {
    const server = await Server.start(['--db', ':memory:', '--writable', '--client-timeout', '0.5']);
    const slow = await dial(server.port);
    slow.pause();
    slow.write(Buffer.concat([message(RUN, FOREVER + ' RETURN i', {}, {}), message(PULL, { n: -1 })]));
    const rows = await dial(server.port);
    await ask(rows, message(RUN, 'UNWIND range(1, 10) AS i RETURN i', {}, {}), message(PULL, { n: 1 }));
    const open = await dial(server.port);
    await ask(open, message(0x11, {}), message(RUN, 'CREATE (:A)', {}, {}), message(PULL, { n: -1 }));
    await pause(1200);
    rows.received = open.received = Buffer.alloc(0);
    await ask(rows, message(PULL, { n: 1 }));
    assert.match(rows.received.toString(), /TransactionTimedOut/);
    await ask(open, message(0x12));
    assert.match(open.received.toString(), /TransactionTimedOut/);
    slow.resume();
    await slow.gone;
    const half = connect(server.port, '127.0.0.1', () => half.write('GET / HTTP/1.1\r\nHost: localhost\r\n'));
    await new Promise((resolve) => half.once('close', resolve));
    assert.equal(await login(server.url, 'neo4j', 'any', count), 0);
    assert.equal(await server.stop(), 0);
  });

  await rule('SIGTERM ends what runs, and nothing of it was written', async () => {
    const server = await Server.start(['--db', database, '--writable']);
    const writer = await dial(server.port);
    await ask(writer, message(RUN, FOREVER + ' CREATE (:Gone)', {}, {}), message(PULL, { n: -1 }));
    const open = await dial(server.port);
    await ask(open, message(0x11, {}), message(RUN, 'CREATE (:Gone)', {}, {}), message(PULL, { n: -1 }));
    await pause(100);
    assert.equal(await server.stop(), 0);
    const out = execFileSync(program, ['query', '--db', database, '--format', 'csv', 'MATCH (n:Gone) RETURN count(n) AS n']);
    assert.equal(out.toString(), 'n\n0\n');
  });
}
