// Names and texts that would like to be something else: they are shown, and nothing happens.
import assert from 'node:assert/strict';

const NAMES = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(2)</script>',
  'javascript:alert(3)',
  '{{constructor.constructor("alert(4)")()}}',
  '../../etc/passwd',
  '%2e%2e%2f?view=graph#x',
  '`) DETACH DELETE (n',
  "'; RETURN 1 //",
  '\u202Egnp.exe',
  'a'.repeat(3000),
  '__proto__',
  'constructor',
];
const literal = (text) => JSON.stringify(text).replaceAll('`', '\\u0060');

export async function hostileRules(rule, page) {
  const { tab } = page;
  for (const [i, name] of NAMES.entries()) {
    await rule(`shown as it stands: ${name.slice(0, 40)}`, async () => {
      for (const view of ['', '?view=graph']) {
        await page.go(`#/method/${encodeURIComponent(name)}${view}`);
        assert.equal(await tab.locator('main h1').innerText(), name);
        assert.equal(await tab.locator('main').locator('img, script, iframe').count(), 0);
      }
      await page.go(`#/paper/x${i}`);
      assert.ok((await page.text()).includes(name));
      const links = await tab.locator('main a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
      for (const link of links) assert.match(link, /^(#\/|https?:\/\/)/);
      await tab.locator('main article a').filter({ hasText: name }).first().press('Enter');
      await page.settled();
      assert.equal(await tab.locator('main h1').innerText(), name);
      assert.ok((await page.overflow()) <= 0);
    });
  }
  await rule('a hostile answer is a table of texts', async () => {
    await page.go(
      '#/ask/' + encodeURIComponent('MATCH (p:Paper)-[e]->(m) RETURN p, e, m, m.name AS method, properties(m) AS all'),
    );
    assert.equal(await tab.locator('tbody tr').count(), NAMES.length);
    assert.equal(await tab.locator('main').locator('img, script, iframe').count(), 0);
  });
  await rule('a hostile sentence does nothing but fail', async () => {
    for (const text of [
      '<img src=x onerror=alert(5)>',
      '</textarea><script>alert(6)</script>',
      'papers about "<b>x"',
    ]) {
      await page.ask(text);
      assert.equal(await tab.locator('main').locator('img, script, b').count(), 0);
    }
  });
}

hostileRules.script = NAMES.map(
  (name, i) =>
    `CREATE (:Paper {id: 'x${i}', title: ${literal(name)}, date: '2026-01-01', url: ${literal(name)}, summary: ${literal(name)}})` +
    `-[:USES {evidence: ${literal(name)}, rule: ${literal(name)}, source: ${literal(name)}, start: 0, end: 1}]->` +
    `(:Method {name: ${literal(name)}, aliases: [${literal(name)}]});`,
).join('\n');
