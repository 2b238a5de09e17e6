// The first view: what is in the graph, what is new, what to ask.
import { Trend } from './chart.jsx';
import { Empty, Ranking, Shown, useRecords, useTitle, Waiting } from './parts.jsx';
import { askLink, linkTo } from './router.js';
import { number } from './text.js';
import { KINDS, RECENT, counts, newest, papersByMonth, recent } from './statements.js';

function PaperLine({ id, title, date, summary }) {
  return (
    <li>
      <h3>
        <a href={linkTo('Paper', id)}>{title ?? id}</a>
      </h3>
      <p class="quiet">{[date, id].filter(Boolean).join(' · ')}</p>
      {summary && <p class="clamp">{summary}</p>}
    </li>
  );
}

/** Sentences about what the graph holds. */
function examples({ methods = [], benchmarks = [] }) {
  const [method, second] = methods.map(({ name }) => name);
  const [benchmark] = benchmarks.map(({ name }) => name);
  return [
    method && `papers using ${method}`,
    benchmark && `leaderboard of ${benchmark}`,
    method && `trend of ${method} by month`,
    method && `methods used with ${method}`,
    second && `使用 ${second} 的论文`,
    'what is new',
  ].filter(Boolean);
}

export function Home() {
  useTitle('');
  const numbers = useRecords(counts);
  const papers = useRecords(newest);
  const methods = useRecords(recent('Method', 'PROPOSES|USES'));
  const benchmarks = useRecords(recent('Benchmark', 'EVALUATES_ON'));
  const models = useRecords(recent('Model', 'INTRODUCES|USES'));
  const months = useRecords(papers ? papersByMonth : null);
  if (numbers?.value?.every(({ number: n }) => n === 0)) {
    return (
      <Empty>
        <strong>This graph holds no papers yet.</strong>
        <br />
        <code>papergraph ingest FOLDER</code> reads reports into it; this page shows them a second later.
      </Empty>
    );
  }
  const known = { methods: methods?.value, benchmarks: benchmarks?.value };
  const note = numbers?.value?.[0].number > RECENT ? `In the ${number(RECENT)} newest papers` : undefined;
  return (
    <div class="home">
      <section class="hello">
        <h1>What do the papers say?</h1>
        <p class="facts">
          {(numbers?.value ?? [])
            .filter(({ number: n }) => n > 0)
            .map(({ label, number: n }) => (
              <span key={label}>
                <strong>{number(n)}</strong>{' '}
                {label === 'Paper' ? 'papers' : label === 'Result' ? 'reported numbers' : KINDS[label].plural}
              </span>
            ))}
        </p>
        <ul class="chips" aria-label="For example">
          {methods &&
            benchmarks &&
            examples(known).map((text) => (
              <li key={text}>
                <a href={askLink(text)}>{text}</a>
              </li>
            ))}
        </ul>
      </section>
      <div class="columns">
        <section>
          <h2>Newest papers</h2>
          {papers ? (
            <Shown answer={papers} empty="No papers yet.">
              {(rows) => (
                <ul class="papers">
                  {rows.map((row) => (
                    <PaperLine key={row.id} {...row} />
                  ))}
                </ul>
              )}
            </Shown>
          ) : (
            <Waiting lines={8} />
          )}
        </section>
        <aside>
          <section class="panel">
            <h2>Papers by month</h2>
            <Shown answer={months} empty="No dates are known.">
              {(rows) => <Trend rows={rows} />}
            </Shown>
          </section>
          {[
            ['Method', 'Methods', methods],
            ['Benchmark', 'Benchmarks', benchmarks],
            ['Model', 'Models', models],
          ].map(
            ([label, title, answer]) =>
              answer?.value?.length > 0 && (
                <Ranking key={label} title={title} label={label} rows={answer.value} note={note} />
              ),
          )}
        </aside>
      </div>
    </div>
  );
}
