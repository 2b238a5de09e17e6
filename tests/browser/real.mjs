// The views on real reports: long titles, Chinese, many names.
import assert from 'node:assert/strict';

import { eventually } from '../drivers/check.mjs';

export async function realRules(rule, page) {
  const { tab } = page;

  await rule('the first view is whole within seconds, and its links lead somewhere', async () => {
    await page.go('');
    await eventually(
      async () => (await page.painted()) > 100 || /All in/.test(await page.text()),
      'the months are shown',
    );
    await page.shot('home');
    const links = await tab.locator('main a[href^="#/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    assert.ok(links.length > 20);
    for (const link of links.filter((_, i) => i % 4 === 0)) {
      await page.go(link);
      assert.equal(await tab.locator('.failure').count(), 0, link + ': ' + (await page.text()));
      assert.equal(await tab.locator('main > .empty').count(), 0, link + ': ' + (await page.text()));
    }
  });

  await rule('papers, methods, benchmarks and models of real reports fit their pages', async () => {
    const one = async (label, key) =>
      (
        await (
          await fetch(page.origin + '/api/query', {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({
              statement: `MATCH (x:${label})--() RETURN x.${key} AS k, count(*) AS n ORDER BY n DESC, k LIMIT 2`,
            }),
          })
        ).json()
      ).rows.map(([k]) => k);
    for (const [path, label, key] of [
      ['paper', 'Paper', 'id'],
      ['method', 'Method', 'name'],
      ['benchmark', 'Benchmark', 'name'],
      ['model', 'Model', 'name'],
      ['domain', 'Domain', 'name'],
    ]) {
      for (const name of await one(label, key)) {
        for (const view of ['', '?view=graph']) {
          for (const width of [1280, 375]) {
            await tab.setViewportSize({ width, height: 900 });
            await page.go(`#/${path}/${encodeURIComponent(name)}${view}`);
            await tab.waitForTimeout(150);
            assert.equal(await tab.locator('.failure').count(), 0, await page.text());
            assert.ok((await page.overflow()) <= 0, `${path} ${name} is too wide at ${width}`);
            await page.shot(`${path}${view.slice(6)}-${width}`);
          }
        }
      }
    }
    await tab.setViewportSize({ width: 1280, height: 900 });
  });
}
