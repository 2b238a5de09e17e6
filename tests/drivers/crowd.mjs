// Much at once: many rows, many clients, clients that leave.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { request } from 'node:http';

import { eventually, pause } from './check.mjs';
import { ask, dial, FOREVER, message, PULL, RUN } from './raw.mjs';

export async function crowdRules(rule, neo4j, server) {
  const driver = neo4j.driver(server.url, neo4j.auth.basic('neo4j', 'any'), { fetchSize: 20000 });
  const one = async (text) => {
    const session = driver.session();
    const result = await session.run(text);
    await session.close();
    return result.records[0].get(0).toNumber();
  };
  /** Whether it works on nothing. */
  const isQuiet = async () => {
    const before = server.work();
    await pause(300);
    return server.work() - before <= 3;
  };

  await rule('a million rows flow through flat memory', async () => {
    const session = driver.session();
    let rows = 0, sum = 0, most = 0;
    await one('RETURN 1');
    const before = server.memory();
    await new Promise((resolve, reject) => {
      session.run("UNWIND range(1, 1000000) AS i RETURN i, 'some text for row ' + i AS text").subscribe({
        onNext: (record) => {
          ++rows;
          sum += record.get(0).low;
          if (rows % 50000 === 0) most = Math.max(most, server.memory());
        },
        onCompleted: resolve,
        onError: reject,
      });
    });
    assert.equal(rows, 1000000);
    assert.equal(sum, 500000500000);
    assert.ok(most < before + 40, `${before} MB before, ${most} MB at most`);
    await session.close();
  });

  await rule('a thousand idle clients cost no threads, and the next is served', async () => {
    const sockets = [];
    for (let i = 0; i < 1000; i += 50) {
      sockets.push(...await Promise.all(Array.from({ length: 50 }, () => dial(server.port))));
    }
    await Promise.all(sockets.map((socket) => ask(socket, message(RUN, 'RETURN 1', {}, {}), message(PULL, { n: -1 }))));
    assert.equal(await one('RETURN 7'), 7);
    assert.ok(server.threads() < 300, `${server.threads()} threads`);
    assert.ok(server.memory() < 400, `${server.memory()} MB`);
    sockets.forEach((socket) => socket.destroy());
  });

  await rule('a client that leaves in the middle ends its statement, and nothing of it remains', async () => {
    const reader = await dial(server.port);
    await ask(reader, message(RUN, FOREVER + ' RETURN i', {}, {}), message(PULL, { n: -1 }));
    const writer = await dial(server.port);
    await ask(writer, message(RUN, FOREVER + ' CREATE (:Gone)', {}, {}), message(PULL, { n: -1 }));
    const counter = await dial(server.port);
    await ask(counter, message(RUN, FOREVER + ' RETURN count(i)', {}, {}), message(PULL, { n: -1 }));
    await pause(100);
    for (const socket of [reader, writer, counter]) socket.destroy();
    await eventually(isQuiet, 'the statements end');
    assert.equal(await one('MATCH (n:Gone) RETURN count(n)'), 0);
  });

  await rule('a client that is killed takes its transaction with it', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', `
      import { dial, ask, message, RUN, PULL } from ${JSON.stringify(new URL('raw.mjs', import.meta.url).href)};
      const socket = await dial(${server.port});
      await ask(socket, message(0x11, {}), message(RUN, 'CREATE (:Gone)', {}, {}), message(PULL, { n: -1 }));
      console.log('written');
      setInterval(() => {}, 1000);`], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    await pause(200);
    assert.equal(await one('MATCH (n:Gone) RETURN count(n)'), 0);
  });

  await rule('a client that does not read holds back its own statement, not the server', async () => {
    const lazy = await dial(server.port);
    await pause(100);
    lazy.pause();
    const before = server.memory();
    lazy.write(Buffer.concat([message(RUN, FOREVER + " RETURN 'a longer text for many bytes ' + i", {}, {}),
                              message(PULL, { n: -1 })]));
    await eventually(isQuiet, 'the statement waits');
    assert.ok(server.memory() < before + 40, `${before} MB before, ${server.memory()} MB`);
    assert.equal(await one('RETURN 7'), 7);
    lazy.destroy();
  });

  await rule('a browser on the same port gets an answer of HTTP', async () => {
    const answer = await new Promise((resolve, reject) => {
      request({ port: server.port, host: '127.0.0.1', path: '/', method: 'GET' }, (response) => {
        let body = '';
        response.on('data', (data) => { body += data; });
        response.on('end', () => resolve({ code: response.statusCode, body }));
      }).on('error', reject).end();
    });
    assert.equal(answer.code, 200);
    assert.match(answer.body, /papergraph/);
  });

  await rule('a browser that leaves ends its statement', async () => {
    const asked = request({ port: server.port, host: '127.0.0.1', path: '/api/query', method: 'POST',
                            headers: { 'content-type': 'application/json' } }).on('error', () => {});
    asked.end(JSON.stringify({ statement: FOREVER + ' RETURN count(*)' }));
    await pause(300);
    asked.destroy();
    await eventually(isQuiet, 'nothing runs any more');
  });

  await rule('nonsense closes its connection and no other', async () => {
    for (const bytes of ['16030100', '6060b017' + '00000909'.repeat(4), '00'.repeat(40)]) {
      const socket = await dial(server.port, { login: false }).catch(() => undefined);
      if (!socket) continue;
      socket.write(Buffer.from(bytes, 'hex'));
      socket.write(Buffer.alloc(100000, 0xff));
      await socket.gone;
    }
    assert.equal(await one('RETURN 7'), 7);
  });
  await driver.close();
}
