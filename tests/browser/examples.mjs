// The views, on the seven papers of examples/reports.
import assert from 'node:assert/strict';

import { eventually } from '../drivers/check.mjs';

export async function exampleRules(rule, page) {
  const { tab } = page;

  await rule('the first view says what is in the graph, and what can be asked', async () => {
    await page.go('');
    const text = await page.text();
    assert.match(text, /7 papers/);
    assert.match(text, /SimpleRL-Zoo/);
    assert.ok((await tab.getByRole('link', { name: 'papers using GRPO' }).count()) === 1);
    await eventually(async () => (await page.painted()) > 500, 'the chart is drawn');
    await page.shot('home');
  });

  await rule('a sentence is answered by papers with the words marked and a link to arXiv', async () => {
    await page.ask('papers using GRPO');
    assert.equal(await page.hash(), '#/ask/papers%20using%20GRPO');
    assert.equal(await tab.locator('.card').count(), 3);
    await eventually(async () => (await tab.locator('.card mark').count()) > 0, 'words are marked');
    for (const marked of await tab.locator('.card mark').allInnerTexts()) assert.equal(marked, 'GRPO');
    assert.equal(await tab.locator('.card a.out').first().getAttribute('href'), 'https://arxiv.org/abs/2503.14476');
    assert.match(await page.text(), /以\s+GRPO\s+为起点/);
    await page.shot('answer');
  });

  await rule('an answer is a table, evidence, a graph and Cypher, too, each with its address', async () => {
    const open = async (name) => {
      await tab.getByRole('link', { name, exact: true }).click();
      await page.settled();
    };
    await open('Table');
    assert.equal(await tab.locator('tbody tr').count(), 3);
    await open('Evidence');
    assert.match(await page.text(), /2025-03-25\.txt, bytes 854 to 939/);
    await open('Graph');
    await eventually(async () => (await page.painted()) > 500, 'the graph is drawn');
    assert.match(await page.text(), /4 nodes, 3 edges/);
    await page.shot('answer-graph');
    await open('Cypher');
    assert.match(await page.text(), /MATCH \(p:Paper\)-\[e:USES\]->\(:Method \{name: 'GRPO'\}\)/);
    await tab.getByRole('link', { name: 'Take it further' }).click();
    await page.settled();
    assert.match(await tab.getByRole('combobox').inputValue(), /^MATCH/);
    for (const view of ['cypher', 'graph', 'evidence', 'table']) {
      await tab.goBack();
      await page.settled();
      assert.equal(await page.hash(), '#/ask/papers%20using%20GRPO?view=' + view);
    }
    await tab.goForward();
    assert.equal(await page.hash(), '#/ask/papers%20using%20GRPO?view=evidence');
  });

  await rule('names are offered while one types, with what they are, and open their pages', async () => {
    await page.go('#/');
    await tab.keyboard.press('/');
    await tab.keyboard.type('组相对');
    const offer = tab.getByRole('option').first();
    await offer.waitFor();
    assert.match(await offer.innerText(), /GRPO[^]*组相对策略优化[^]*Method/);
    await tab.keyboard.press('ArrowDown');
    assert.equal(await offer.getAttribute('aria-selected'), 'true');
    await tab.keyboard.press('Enter');
    await page.settled();
    assert.equal(await page.hash(), '#/method/GRPO');
    await tab.keyboard.press('/');
    await tab.getByRole('combobox').fill('');
    await tab.keyboard.type('papers using QLo');
    await tab.getByRole('option').first().waitFor();
    await tab.keyboard.press('Tab');
    assert.equal(await tab.getByRole('combobox').inputValue(), 'papers using QLoRA');
    await tab.keyboard.press('Escape');
    await tab.keyboard.press('Escape');
    assert.equal(await tab.getByRole('combobox').evaluate((box) => document.activeElement === box), false);
  });

  await rule('the page of a method has its papers by role, its trend and its numbers', async () => {
    await page.go('#/method/GRPO');
    const text = await page.text();
    for (const wanted of [
      /Proposed by 1/,
      /Used by 3/,
      /Compared with by 1/,
      /DeepSeekMath: Pushing/,
      /88\.2%/,
      /组相对策略优化/,
    ])
      assert.match(text, wanted);
    await eventually(async () => (await page.painted()) > 500, 'the trend is drawn');
    await tab.locator('.origin summary').first().click();
    assert.match(await page.text(), /2024-02-07\.txt, bytes \d+ to \d+/);
    await page.shot('method');
    await tab
      .getByRole('link', { name: /DAPO: An Open-Source/ })
      .first()
      .click();
    await page.settled();
    assert.equal(await page.hash(), '#/paper/2503.14476');
    await tab.goBack();
    await page.settled();
    assert.equal(await page.hash(), '#/method/GRPO');
  });

  await rule('the page of a paper says what it does, in its sentences', async () => {
    await page.go('#/paper/2503.14476');
    const text = await page.text();
    for (const wanted of [
      /DAPO: An Open-Source/,
      /Proposes/,
      /Evaluated on/,
      /AIME 2024/,
      /Papers like this/,
      /SimpleRL-Zoo/,
      /50 points/,
    ])
      assert.match(text, wanted);
    assert.equal(await tab.title(), 'DAPO: An Open-Source LLM Reinforcement Learning System at Scale – papergraph');
    await page.shot('paper');
  });

  await rule('the page of a benchmark has its leaderboard, metric by metric', async () => {
    await page.go('#/benchmark/AIME%202024');
    await tab.getByRole('button', { name: /pass@1/ }).click();
    await page.settled();
    const rows = await tab.locator('table.results tbody tr').allInnerTexts();
    assert.equal(rows.length, 3);
    assert.match(rows[0], /79\.8%\s+DeepSeek-R1/);
    await eventually(async () => (await page.painted()) > 500, 'the scores are drawn');
    await page.shot('benchmark');
  });

  await rule('a graph grows from a chosen node, and says what was chosen', async () => {
    await page.go('#/benchmark/AIME%202024?view=graph');
    await eventually(async () => (await page.painted()) > 500, 'the graph is drawn');
    const nodes = async () => Number(/(\d+) nodes/.exec(await page.text())[1]);
    const before = await nodes();
    await tab.getByText(/All \d+ nodes as a list/).click();
    await tab.getByRole('button', { name: /^DAPO: An/ }).click();
    await tab
      .locator('.picked')
      .getByRole('button', { name: /more around it/ })
      .click();
    await eventually(async () => (await nodes()) > before, 'more nodes come');
    await page.shot('graph');
    await tab.getByRole('button', { name: 'Result' }).click();
    await eventually(async () => (await nodes()) < before + 30, 'results are hidden');
    await tab.locator('.picked').getByRole('link', { name: 'Open' }).click();
    await page.settled();
    assert.equal(await page.hash(), '#/paper/2503.14476');
  });

  await rule('an error marks the words that it is about, and says what to do', async () => {
    await page.ask('papers using QLorra');
    assert.equal(await tab.locator('.pointed em').innerText(), 'QLorra');
    assert.match(await page.text(), /Did you mean QLoRA or LoRA/);
    await page.shot('error');
    await page.ask('MATCH (论文:Paper) RETURN foo');
    assert.equal(await tab.locator('.pointed em').innerText(), 'foo');
    await page.ask('CREATE (:X)');
    assert.match(await page.text(), /only reads/);
    await page.ask('papers using GRPO before 1999');
    assert.match(await page.text(), /Nothing in this graph matches/);
    await page.go('#/method/nothing');
    assert.match(await page.text(), /No method of this graph is named nothing/);
    await page.go('#/nowhere');
    assert.match(await page.text(), /no such view/);
  });

  await rule('numbers, trends and Chinese are shown as what they are', async () => {
    await page.ask('leaderboard of AIME 2024');
    assert.match(await page.text(), /79\.8%[^]*DeepSeek-R1/);
    await page.shot('numbers');
    await page.ask('trend of GRPO by year');
    await eventually(async () => (await page.painted()) > 500, 'the trend is drawn');
    assert.match(await page.text(), /2025 4 papers/);
    await page.ask('使用 GRPO 的论文');
    assert.equal(await tab.locator('.card').count(), 3);
    await page.ask(
      'MATCH p = (:Paper)-[:USES]->(:Method) RETURN p, date("2020-01-31") AS d, {a: [1, null]} AS m LIMIT 2',
    );
    assert.match(await page.text(), /–USES→[^]*2020-01-31/);
    await page.ask('EXPLAIN MATCH (n) RETURN n');
    assert.match(await page.text(), /MATCH|Scan/);
  });

  await rule('WHY is shown as sentences', async () => {
    await page.ask('WHY papers using LoRA');
    assert.deepEqual([...new Set(await tab.locator('.card mark').allInnerTexts())], ['LoRA']);
    assert.match(await page.text(), /2023-05-24\.txt, bytes/);
  });

  await rule('on a phone every view fits its width, and in the dark it is dark', async () => {
    const views = [
      '',
      '#/ask/papers%20using%20GRPO',
      '#/ask/papers%20using%20GRPO?view=table',
      '#/method/GRPO',
      '#/paper/2503.14476',
      '#/benchmark/AIME%202024',
      '#/method/GRPO?view=graph',
      '#/ask/papers%20using%20QLorra',
    ];
    await tab.setViewportSize({ width: 375, height: 740 });
    for (const [i, view] of views.entries()) {
      await page.go(view);
      await tab.waitForTimeout(200);
      assert.ok((await page.overflow()) <= 0, `${view} is ${await page.overflow()} too wide`);
      await page.shot(`phone-${i}`);
    }
    await tab.setViewportSize({ width: 1280, height: 900 });
    const light = () =>
      tab.evaluate(() => {
        const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
        return (r + g + b) / 3;
      });
    assert.ok((await light()) > 200);
    await tab.emulateMedia({ colorScheme: 'dark' });
    assert.ok((await light()) < 60);
    for (const [i, view] of views.entries()) {
      await page.go(view);
      await tab.waitForTimeout(200);
      await page.shot(`dark-${i}`);
    }
    await tab.emulateMedia({ colorScheme: 'light' });
  });

  await rule('everything that can be pressed has a name', async () => {
    for (const view of [
      '',
      '#/ask/papers%20using%20GRPO',
      '#/method/GRPO',
      '#/benchmark/AIME%202024',
      '#/method/GRPO?view=graph',
    ]) {
      await page.go(view);
      const nameless = await tab.evaluate(() =>
        [...document.querySelectorAll('a, button, textarea, canvas[role], [role=region], [role=img]')]
          .filter((element) => !(element.getAttribute('aria-label') || element.textContent.trim()))
          .map((element) => element.outerHTML),
      );
      assert.deepEqual(nameless, []);
    }
  });
}
