// The answer to a sentence or a statement: as papers, numbers or names where it is that, and always as a table.
import { useState } from 'preact/hooks';
import { meaning, query, records } from './api.js';
import { Bars, Counts, Trend } from './chart.jsx';
import { Graph } from './graph.jsx';
import {
  Badge,
  Empty,
  Evidence,
  Failure,
  PaperSource,
  ThingLink,
  useAnswer,
  useRecords,
  useTitle,
  Waiting,
} from './parts.jsx';
import { askLink, linkTo } from './router.js';
import { aliases, idsOf } from './statements.js';
import { Table, Value } from './value.jsx';
import { count, formsOfNumber, isArxiv, measured, namedIn } from './text.js';

const THINGS = { method: 'Method', benchmark: 'Benchmark', model: 'Model', domain: 'Domain', field: 'Domain' };
const PERIODS = ['day', 'week', 'month', 'year'];
const STEP = 200;
const MOST = 5000;

const asList = (value) => (Array.isArray(value) ? value : value ? [value] : []);
const objects = ({ columns, rows }) => rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));

/** How an answer is best shown: 'papers', 'numbers', 'counts', 'things', 'reasons', or 'table'. */
function kindOf({ columns, rows }) {
  if (rows.length === 0) return 'table';
  const has = (...names) => names.every((name) => columns.includes(name));
  if (PERIODS.includes(columns[0]) && has('papers') && typeof rows[0][columns.indexOf('papers')] === 'number')
    return 'counts';
  if (has('value', 'metric', 'evidence')) return 'numbers';
  if (has('edge', 'evidence', 'rule')) return 'reasons';
  if (has('paper', 'title')) return 'papers';
  if (THINGS[columns[0]] && typeof rows[0][0] === 'string') return 'things';
  return 'table';
}

/** All forms of the names that the sentence speaks of. */
function useForms(cypher) {
  const named = cypher ? namedIn(cypher).slice(0, 6) : [];
  const answer = useAnswer(
    async (signal) => {
      const known = await Promise.all(
        named
          .filter(({ label }) => label !== 'Paper')
          .map(({ label, name }) => records(aliases(label), { key: name }, { signal }).catch(() => [])),
      );
      return [...named.map(({ name }) => name), ...known.flatMap((rows) => asList(rows[0]?.aliases))];
    },
    [cypher],
  );
  return answer?.value ?? [];
}

/** What of a row no card shows elsewhere. */
function Facts({ row, hidden }) {
  const facts = Object.entries(row).filter(
    ([name, value]) =>
      !hidden.includes(name) && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  if (facts.length === 0) return null;
  return (
    <dl class="inline">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name.replaceAll('_', ' ')}</dt>
          <dd>
            <Value value={value} column={name.replace(/s$/, '')} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Sentences({ row, forms }) {
  const all = [...asList(row.evidence), ...asList(row.snippet)].filter((one) => typeof one === 'string');
  const own = [row.subject, row.benchmark, row.method, row.model, row.metric].filter((one) => typeof one === 'string');
  const [shown, setShown] = useState(3);
  return (
    <>
      {all.slice(0, shown).map((text, i) => (
        <Evidence key={i} text={text} forms={row.snippet ? undefined : [...forms, ...own]} />
      ))}
      {all.length > shown && (
        <button class="more" onClick={() => setShown(shown + 20)}>
          {all.length - shown} more sentences
        </button>
      )}
    </>
  );
}

function PaperCard({ row, forms }) {
  const id = isArxiv(row.paper ?? '') || linkTo('Paper', row.paper) ? row.paper : null;
  return (
    <li class="card">
      <h3>{id ? <a href={linkTo('Paper', id)}>{row.title ?? id}</a> : row.title}</h3>
      <p class="quiet line">
        {[row.date, row.paper].filter(Boolean).join(' · ')} <PaperSource id={row.paper} />
      </p>
      <Facts row={row} hidden={['paper', 'title', 'date', 'evidence', 'snippet']} />
      <Sentences row={row} forms={forms} />
    </li>
  );
}

function NumberCard({ row, forms, id }) {
  return (
    <li class="card score">
      <p class="big">
        {row.kind === 'delta' && row.value > 0 ? '+' : ''}
        {measured(row.value, row.unit)}
      </p>
      <div>
        <h3>
          {row.subject ?? 'unnamed'} <small>on</small>{' '}
          {row.benchmark ? <ThingLink label="Benchmark" name={row.benchmark} /> : 'no benchmark'}
        </h3>
        <p class="quiet line">
          {[row.metric, row.kind === 'delta' && 'change', row.date].filter(Boolean).join(' · ')}{' '}
          {row.paper && <ThingLink label={id ? 'Paper' : ''} id={id} name={row.paper} />} <PaperSource id={id} />
        </p>
        <Facts
          row={row}
          hidden={['value', 'unit', 'metric', 'kind', 'subject', 'benchmark', 'paper', 'title', 'date', 'evidence']}
        />
        <Sentences row={row} forms={[...forms, ...formsOfNumber(row.value)]} />
      </div>
    </li>
  );
}

/** Numbers, whose sentences give the titles of their papers only. */
function Numbers({ rows, forms }) {
  const titles = [...new Set(rows.map(({ paper }) => paper).filter(Boolean))].slice(0, 50);
  const known = useRecords(titles.length > 0 ? idsOf : null, { titles });
  const ids = new Map((known?.value ?? []).map(({ id, title }) => [title ?? id, id]));
  return (
    <ul class="cards">
      {rows.map((row, i) => (
        <NumberCard key={i} row={row} forms={forms} id={ids.get(row.paper)} />
      ))}
    </ul>
  );
}

function ThingCard({ row, column, forms }) {
  return (
    <li class="card">
      <h3>
        <ThingLink label={THINGS[column]} name={row[column]} /> <Badge label={THINGS[column]} />
      </h3>
      <Facts row={row} hidden={[column, 'evidence']} />
      <Sentences row={row} forms={[...forms, row[column]]} />
    </li>
  );
}

function Cards({ result, kind, forms }) {
  const rows = objects(result);
  const [first] = result.columns;
  if (kind === 'counts') {
    const at = result.columns.indexOf('papers');
    const pairs = result.rows.map((row) => [String(row[0]), row[at]]);
    return (
      <>
        <section class="panel">
          {first === 'month' ? (
            <Trend rows={pairs.map(([month, papers]) => ({ month, papers }))} />
          ) : (
            <Counts rows={pairs} label={`Papers by ${first}`} />
          )}
        </section>
        <ul class="cards">
          {rows
            .filter((row) => row.papers > 0)
            .reverse()
            .map((row, i) => (
              <li class="card" key={i}>
                <h3>
                  {row[first]} <small>{count(row.papers, 'paper')}</small>
                </h3>
                <Sentences row={row} forms={forms} />
              </li>
            ))}
        </ul>
      </>
    );
  }
  if (kind === 'numbers') {
    const groups = new Map();
    for (const row of rows.filter(({ kind: k }) => k === 'absolute')) {
      const key = `${row.benchmark}\n${row.metric}\n${row.unit ?? ''}`;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const charts = [...groups.values()].filter((group) => group.length > 1).slice(0, 2);
    return (
      <>
        {charts.length > 0 && (
          <div class="charts">
            {charts.map((group) => (
              <section class="panel" key={group[0].metric + group[0].unit}>
                <h2>
                  {group[0].benchmark}: {group[0].metric}
                </h2>
                <Bars rows={group} unit={group[0].unit ?? ''} metric={group[0].metric} />
              </section>
            ))}
          </div>
        )}
        <Numbers rows={rows} forms={forms} />
      </>
    );
  }
  if (kind === 'reasons') return <ReasonCards rows={rows} />;
  if (kind === 'things')
    return (
      <ul class="cards">
        {rows.map((row, i) => (
          <ThingCard key={i} row={row} column={first} forms={forms} />
        ))}
      </ul>
    );
  return (
    <ul class="cards">
      {rows.map((row, i) => (
        <PaperCard key={i} row={row} forms={forms} />
      ))}
    </ul>
  );
}

/** The rows of WHY: each edge, its sentence, its rule. */
function ReasonCards({ rows }) {
  return (
    <ul class="cards">
      {rows.map((row, i) => (
        <li class="card" key={i}>
          <p class="quiet line">
            {row.paper && <ThingLink label="Paper" name={row.paper} />} <code>{row.edge}</code>{' '}
            <strong>{row.name}</strong> <PaperSource id={row.paper} />
          </p>
          <Evidence text={row.evidence} />
          <p class="quiet small">
            {[
              row.rule,
              typeof row.confidence === 'number' && `confidence ${row.confidence.toFixed(2)}`,
              row.source && `${row.source}, bytes ${row.start} to ${row.end}`,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </li>
      ))}
    </ul>
  );
}

function Reasons({ text }) {
  const answer = useAnswer((signal) => query('WHY ' + text, {}, { limit: STEP, signal }), [text]);
  if (!answer) return <Waiting lines={6} />;
  if (answer.error) return <Empty>{answer.error.message}</Empty>;
  const rows = objects(answer.value);
  if (rows.length === 0) return <Empty>This answer rests on no sentence.</Empty>;
  return <ReasonCards rows={rows} />;
}

function Cypher({ text, cypher }) {
  return (
    <section>
      <p class="quiet">{cypher === text ? 'What was asked:' : 'The sentence means:'}</p>
      <pre class="code">{cypher}</pre>
      {cypher !== text && (
        <p>
          <a class="button" href={askLink(cypher)}>
            Take it further
          </a>
        </p>
      )}
    </section>
  );
}

/** A sentence without a known name may still be words of the texts. */
function Instead({ text }) {
  const words = text
    .replace(/["“”]/g, '')
    .replace(/^(papers?|methods?|benchmarks?|models?)\s+(using|about|on|with|for)\s+/i, '')
    .trim();
  return (
    <p>
      <a class="button" href={askLink(`papers about "${words}"`)}>
        Search titles and summaries for “{words}”
      </a>
    </p>
  );
}

export function Answer({ text, show }) {
  useTitle(text);
  const [limit, setLimit] = useState(STEP);
  const answer = useAnswer((signal) => query(text, {}, { limit, signal }), [text, limit]);
  const meant = useAnswer((signal) => meaning(text, signal), [text]);
  const forms = useForms(meant?.value?.cypher);
  if (!answer) return <Waiting lines={8} />;
  if (answer.error) {
    return (
      <Failure error={answer.error} text={text}>
        {answer.error.detail === 'ReadOnly' && (
          <p>
            This page only reads. <code>papergraph shell</code> and <code>papergraph query</code> write.
          </p>
        )}
        {answer.error.detail === 'UnknownName' && <Instead text={text} />}
      </Failure>
    );
  }
  const result = answer.value;
  const { cypher = '', pattern = '' } = meant?.value ?? {};
  if (result.plan && result.rows.length === 0)
    return (
      <section>
        <h1 class="asked">{text}</h1>
        <pre class="code">{result.plan}</pre>
      </section>
    );
  const kind = kindOf(result);
  const views = [
    kind !== 'table' && ['', 'Answer'],
    ['table', 'Table'],
    cypher && kind !== 'reasons' && ['evidence', 'Evidence'],
    ['graph', 'Graph'],
    cypher && ['cypher', 'Cypher'],
  ].filter(Boolean);
  const view = views.some(([name]) => name === show) ? show : views[0][0];
  return (
    <section class="answer">
      <h1 class="asked">{text}</h1>
      <nav class="tabs" aria-label="Views of the answer">
        {views.map(([name, title]) => (
          <a key={name} href={askLink(text, name)} aria-current={name === view ? 'page' : undefined}>
            {title}
          </a>
        ))}
        <span class="quiet">
          {result.truncated ? `the first ${count(result.rows.length, 'row')}` : count(result.rows.length, 'row')}
        </span>
      </nav>
      {result.notices.map((notice) => (
        <p class="notice" key={notice}>
          {notice}
        </p>
      ))}
      {result.rows.length === 0 && view !== 'cypher' && view !== 'evidence' && (
        <Empty>
          Nothing in this graph matches.
          {cypher && (
            <>
              {' '}
              <a href={askLink(text, 'cypher')}>See what was asked</a>, and make it wider.
            </>
          )}
        </Empty>
      )}
      {view === '' && <Cards result={result} kind={kind} forms={forms} />}
      {view === 'table' && result.rows.length > 0 && <Table {...result} />}
      {view === 'evidence' && <Reasons text={text} />}
      {view === 'graph' && result.rows.length > 0 && meant && <Graph rows={result.rows} pattern={pattern} />}
      {view === 'cypher' && <Cypher text={text} cypher={cypher} />}
      {result.truncated && limit < MOST && (view === '' || view === 'table') && (
        <button class="more" onClick={() => setLimit(Math.min(MOST, limit * 5))}>
          Show more
        </button>
      )}
    </section>
  );
}
