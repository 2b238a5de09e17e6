// Sessions and transactions, as the driver means them.
import assert from 'node:assert/strict';

import { codeOf, pause } from './check.mjs';
import { FOREVER } from './raw.mjs';

export async function transactionRules(rule, name, neo4j, server) {
  const routed = neo4j.driver('neo4j://' + server.address, neo4j.auth.basic('neo4j', 'any'));
  const direct = neo4j.driver('bolt://' + server.address, neo4j.auth.basic('neo4j', 'any'), { fetchSize: 10 });
  const count = async () => {
    const session = direct.session();
    const result = await session.run('MATCH (n) RETURN count(n) AS n');
    await session.close();
    return result.records[0].get('n').toInt();
  };
  const read = (session, work) => (session.executeRead ? session.executeRead(work) : session.readTransaction(work));
  const write = (session, work) => (session.executeWrite ? session.executeWrite(work) : session.writeTransaction(work));
  const drop = async () => {
    const session = direct.session();
    await session.run('MATCH (n) DETACH DELETE n');
    await session.close();
  };

  await rule(`${name}: neo4j:// finds this server in every role`, async () => {
    const session = routed.session({ database: 'papergraph' });
    await write(session, (tx) => tx.run('CREATE (:A {n: 1})'));
    assert.equal((await read(session, (tx) => tx.run('MATCH (a:A) RETURN a.n AS n'))).records[0].get('n').toInt(), 1);
    assert.ok(session.lastBookmark || session.lastBookmarks().length > 0);
    await session.close();
    await drop();
  });

  await rule(`${name}: COMMIT keeps, ROLLBACK and an error do not`, async () => {
    const session = direct.session();
    let tx = await session.beginTransaction();
    await tx.run('CREATE (:A)');
    assert.equal(await count(), 0);
    await tx.commit();
    assert.equal(await count(), 1);
    tx = await session.beginTransaction();
    await tx.run('CREATE (:A)');
    await tx.rollback();
    tx = await session.beginTransaction();
    await tx.run('CREATE (:A)');
    await codeOf(tx.run('RETURN x'));
    await tx.rollback().catch(() => {});
    assert.equal(await count(), 1);
    await session.close();
    await drop();
  });

  await rule(`${name}: several results of a transaction may be read in turns`, async () => {
    const session = direct.session();
    const tx = await session.beginTransaction();
    const a = tx.run('UNWIND range(1, 95) AS i RETURN i')[Symbol.asyncIterator]?.();
    const b = tx.run('UNWIND range(101, 195) AS i RETURN i')[Symbol.asyncIterator]?.();
    if (a) {
      for (let i = 1; i <= 95; ++i) {
        assert.equal((await a.next()).value.get('i').toInt(), i);
        assert.equal((await b.next()).value.get('i').toInt(), 100 + i);
      }
      assert.ok((await a.next()).done && (await b.next()).done);
    }
    await tx.commit();
    await session.close();
  });

  await rule(`${name}: a conflict has a code that managed transactions try again`, async () => {
    const one = direct.session(), other = direct.session();
    await one.run('CREATE (:Counter {n: 0})');
    const first = await one.beginTransaction(), second = await other.beginTransaction();
    await first.run('MATCH (c:Counter) SET c.n = c.n + 1');
    await second.run('MATCH (c:Counter) SET c.n = c.n + 1');
    await first.commit();
    assert.match(await codeOf(second.commit()), /^Neo\.TransientError\.Transaction\./);
    await one.close();
    await other.close();
    const add = async () => {
      const session = direct.session();
      await write(session, (tx) => tx.run('MATCH (c:Counter) SET c.n = c.n + 1'));
      await session.close();
    };
    await Promise.all(Array.from({ length: 4 }, add));
    const session = direct.session();
    assert.equal((await session.run('MATCH (c:Counter) RETURN c.n AS n')).records[0].get('n').toInt(), 5);
    await session.close();
    await drop();
  });

  await rule(`${name}: a session that reads does not write`, async () => {
    const session = direct.session({ defaultAccessMode: neo4j.session.READ });
    assert.equal(await codeOf(session.run('CREATE (:A)')), 'Neo.ClientError.Statement.AccessMode');
    assert.equal((await session.run('RETURN 1 AS one')).records[0].get('one').toInt(), 1);
    await session.close();
    assert.equal(await count(), 0);
  });

  await rule(`${name}: a transaction's own timeout ends its statement`, async () => {
    const session = direct.session();
    assert.equal(await codeOf(session.run(FOREVER + ' RETURN count(i)', {}, { timeout: 100 })),
                 'Neo.ClientError.Transaction.TransactionTimedOut');
    await session.close();
  });

  await rule(`${name}: closing a session ends its statement`, async () => {
    const session = direct.session();
    const running = session.run(FOREVER + ' WITH i WHERE i < 0 RETURN i').catch(() => 'ended');
    await pause(200);
    await session.close();
    await running;
  });
  await direct.close();
  await routed.close();
}
