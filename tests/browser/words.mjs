// The page's words: which of a sentence are marked, which links are followed, what an address means.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import {
  advice,
  arxivLink,
  filled,
  isArxiv,
  isLowerBetter,
  marks,
  namedIn,
  runs,
  webLink,
} from '../../cli/explorer/src/text.js';

const marked = (text, forms) => marks(text, forms).map(([from, to]) => text.slice(from, to));
const shown = (text, forms) =>
  runs(text, forms)
    .map(({ text: t, mark, strong }) => (mark ? `[${t}]` : t) + (strong ? '!' : ''))
    .join('|');

test('the longest form is marked, in any case, and each place once', () => {
  assert.deepEqual(marked('GRPO and Fission-GRPO beat grpo', ['GRPO', 'Fission-GRPO']), [
    'GRPO',
    'Fission-GRPO',
    'grpo',
  ]);
  assert.deepEqual(marked('a a', ['a', 'A']), ['a', 'a']);
  assert.deepEqual(marked('nothing', ['', undefined, 'x']), []);
});

test('a form within a word is not that name, but Chinese has no spaces', () => {
  assert.deepEqual(marked('LoRA, QLoRA, LoRAs', ['LoRA']), ['LoRA']);
  assert.deepEqual(marked('使用LoRA训练', ['LoRA']), ['LoRA']);
  assert.deepEqual(marked('以自洽性投票', ['自洽性']), ['自洽性']);
  assert.deepEqual(marked('MATH-500 and MATH', ['MATH-500']), ['MATH-500']);
});

test('Markdown is shown, not its marks, and no text is lost', () => {
  assert.equal(shown('- **训练**：使用 GRPO，`x`', ['GRPO']), '训练!|：使用 |[GRPO]|，x');
  assert.equal(shown('**a GRPO b**', ['GRPO']), 'a !|[GRPO]!| b!');
  assert.equal(shown('以 «GRPO» 为起点'), '以 |[GRPO]| 为起点');
  assert.equal(shown('**a «b** c» d'), 'a !|[b]!|[ c]| d');
  assert.equal(shown('<img src=x onerror=alert(1)>', []), '<img src=x onerror=alert(1)>');
});

test('only links of the web are followed', () => {
  assert.equal(webLink('https://example.org/a'), 'https://example.org/a');
  for (const bad of [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'x',
    '',
    null,
  ]) {
    assert.equal(webLink(bad), null);
  }
  assert.ok(isArxiv('2503.14476') && isArxiv('2503.14476v2'));
  assert.ok(!isArxiv('2503.14476/../x') && !isArxiv('x2503.14476') && !isArxiv('2503.14476\n'));
  assert.equal(arxivLink('2503.14476'), 'https://arxiv.org/abs/2503.14476');
});

test('months without papers are there, and years end', () => {
  assert.deepEqual(
    filled([
      { month: '2025-02', papers: 2 },
      { month: '2024-11', papers: 1 },
    ]).map(({ month, papers }) => month + papers),
    ['2024-111', '2024-120', '2025-010', '2025-022'],
  );
  assert.deepEqual(
    filled([
      { month: null, papers: 1 },
      { month: 'soon', papers: 1 },
    ]),
    [],
  );
  assert.ok(
    filled([
      { month: '0001-01', papers: 1 },
      { month: '9999-12', papers: 1 },
    ]).length < 1000,
  );
});

test('the things that Cypher names are found, also with quotes in them', () => {
  assert.deepEqual(namedIn("MATCH (p:Paper)-[e:USES]->(:Method {name: 'O\\'Neil'}), (:Paper {id: '1'})"), [
    { label: 'Method', name: "O'Neil" },
    { label: 'Paper', name: '1' },
  ]);
});

test('advice is taken apart: what is wrong, what may be meant, what works', () => {
  const put = (name) => 'papers using ' + name;
  assert.deepEqual(
    advice('`X` is not a name in this graph; did you mean QLoRA or LoRA? Sentences that work here: `a b`, `c`', put),
    {
      message: '`X` is not a name in this graph',
      examples: ['a b', 'c'],
      instead: [
        { name: 'QLoRA', whole: 'papers using QLoRA' },
        { name: 'LoRA', whole: 'papers using LoRA' },
      ],
    },
  );
  assert.deepEqual(advice('`foo` is not defined; did you mean `food`?', put).instead, [
    { name: 'food', whole: 'papers using food' },
  ]);
  assert.deepEqual(advice('time ran out', null), { message: 'time ran out', instead: [], examples: [] });
});

test('less is more for the same metrics as in sentences', () => {
  const phrases = readFileSync(new URL('../../engine/sentence/phrases.tsv', import.meta.url), 'utf8');
  const words = [...phrases.matchAll(/^([^\t\n]+)\tlower\t/gm)].map(([, word]) => word);
  assert.ok(words.length > 10);
  for (const word of words) assert.ok(isLowerBetter(word), word);
  assert.ok(
    isLowerBetter('Error Rate') &&
      !isLowerBetter('accuracy') &&
      !isLowerBetter('error recovery rate') &&
      !isLowerBetter(null),
  );
});
