// Words: links, dates, and which words of a sentence of evidence are marked. Pure functions.

export const isArxiv = (id) => /^\d{4}\.\d{4,5}(v\d+)?$/.test(id);
export const arxivLink = (id) => 'https://arxiv.org/abs/' + id;

/** A link of the graph, if it is one that a browser may follow. */
export function webLink(url) {
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'http:' || protocol === 'https:' ? href : null;
  } catch {
    return null;
  }
}

const isWord = (c) => c !== undefined && /[\p{L}\p{N}]/u.test(c) && !/[\p{sc=Han}]/u.test(c);

/**
 * Where the forms of a name stand in a text: [from, to) in UTF-16, in order, not overlapping. Longer forms first, in any
 * case; within a word only where the form is Chinese.
 */
export function marks(text, forms) {
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return [];
  const taken = [];
  const all = [...new Set(forms.filter(Boolean).map((form) => form.toLowerCase()))].sort((a, b) => b.length - a.length);
  for (const form of all) {
    for (let at = lower.indexOf(form); at >= 0; at = lower.indexOf(form, at + 1)) {
      const end = at + form.length;
      const whole = !(isWord(lower[at]) && isWord(lower[at - 1])) && !(isWord(lower[end - 1]) && isWord(lower[end]));
      if (whole && !taken.some(([from, to]) => at < to && end > from)) taken.push([at, end]);
    }
  }
  return taken.sort((a, b) => a[0] - b[0]);
}

/**
 * A sentence of Markdown as runs {text, strong, mark}. Of Markdown only ** and ` are looked at: everything else is shown as
 * it stands. What stands in «» is marked when `forms` is missing.
 */
export function runs(evidence, forms) {
  const found = [];
  let strong = false;
  for (const part of evidence.replace(/^\s*(?:[-*+]|\d+\.)\s+/, '').split(/(\*\*)/)) {
    if (part === '**') {
      strong = !strong;
    } else if (part) {
      found.push({ text: part.replaceAll('`', ''), strong });
    }
  }
  const plain = found.map((run) => run.text).join('');
  const marked = forms ? marks(plain, forms) : [];
  if (!forms) {
    for (const match of plain.matchAll(/«([^«»]+)»/g)) marked.push([match.index, match.index + match[0].length]);
  }
  const out = [];
  let at = 0;
  for (const run of found) {
    const end = at + run.text.length;
    let from = at;
    for (const [start, stop] of marked) {
      if (stop <= from || start >= end) continue;
      if (start > from) out.push({ ...run, text: plain.slice(from, start), mark: false });
      const until = Math.min(stop, end);
      out.push({
        ...run,
        text: plain.slice(Math.max(start, from), until).replace(forms ? '' : /[«»]/g, ''),
        mark: true,
      });
      from = until;
    }
    if (from < end) out.push({ ...run, text: plain.slice(from, end), mark: false });
    at = end;
  }
  return out;
}

export const number = new Intl.NumberFormat('en').format;
export const count = (n, one, many = one + 's') => `${number(n)} ${n === 1 ? one : many}`;

/** How a sentence may write a number. */
export const formsOfNumber = (value) =>
  typeof value === 'number' ? [String(value), value.toFixed(1), value.toFixed(2)] : [String(value)];

/** 71 and "%" -> "71%". */
export const measured = (value, unit) => {
  const digits = typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : String(value);
  return unit ? `${digits}${unit === '%' ? '' : ' '}${unit}` : digits;
};

const LOWER = new Set(
  (
    'fid kid fvd lpips perplexity ppl wer cer error errorrate mae mse rmse latency time loss eer ' +
    'hallucinationrate chamferdistance cost memory bpb nll 困惑度 错误率 词错率 字错率 延迟 误差 幻觉率 损失 worderrorrate charactererrorrate meansquarederror meanabsoluteerror'
  ).split(' '),
);
/** Whether less is more: as the sentences take it (engine/sentence/phrases.tsv). */
export const isLowerBetter = (metric) => LOWER.has((metric ?? '').toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));

/** Months without papers between the first and the last. `rows`: [{month, papers}] in any order. */
export function filled(rows) {
  const counted = new Map(
    rows.filter(({ month }) => /^\d{4}-\d\d$/.test(month)).map(({ month, papers }) => [month, papers]),
  );
  const months = [...counted.keys()].sort();
  if (months.length === 0) return [];
  const all = [];
  const last = months.at(-1);
  let [year, month] = months[0].split('-').map(Number);
  for (;;) {
    const key = `${year}-${String(month).padStart(2, '0')}`;
    all.push({ month: key, papers: counted.get(key) ?? 0 });
    if (key === last || all.length > 600) return all;
    if (++month > 12) [year, month] = [year + 1, 1];
  }
}

/** The things that a sentence's Cypher names: [{label, name}]. */
export function namedIn(cypher) {
  const found = [];
  for (const [, label, name] of cypher.matchAll(/:(\w+) \{(?:name|id): '((?:[^'\\]|\\.)*)'\}/g)) {
    found.push({ label, name: name.replace(/\\(.)/g, '$1') });
  }
  return found;
}

/**
 * The parts of an error's message: what is wrong, names that may be meant (with the whole text if one is put in by
 * `put`), sentences that would do.
 */
export function advice(message, put) {
  const [head, ...rest] = message.split(
    /[;.] (?=did you mean|Sentences that work here)|\? (?=Sentences that work here)/,
  );
  let [instead, examples] = [[], []];
  const kept = [head];
  for (const part of rest) {
    const names = /^did you mean (.+?)\??$/s.exec(part);
    if (names && put)
      instead = names[1]
        .split(/, | or /)
        .map((name) => ({ name: name.replace(/^`|`$/g, ''), whole: put(name.replace(/^`|`$/g, '')) }));
    else if (part.startsWith('Sentences that work here'))
      examples = [...part.matchAll(/`([^`]+)`/g)].map(([, one]) => one);
    else kept.push(part);
  }
  return { message: kept.join('; '), instead, examples };
}
