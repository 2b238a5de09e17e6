// The page of a method, a model, a benchmark or a field.
import { useEffect, useState } from 'preact/hooks';
import { records } from './api.js';
import { Scores, Trend } from './chart.jsx';
import { Around } from './graph.jsx';
import {
  Badge,
  Empty,
  Evidence,
  Failure,
  Origin,
  PaperSource,
  Ranking,
  Shown,
  Tabs,
  ThingLink,
  useRecords,
  useTitle,
  Waiting,
} from './parts.jsx';
import { linkTo } from './router.js';
import { Results } from './results.jsx';
import {
  KINDS,
  family,
  bestByMonth,
  metricsOf,
  papersOf,
  resultsOf,
  rolesOf,
  scoresOf,
  thing,
  together,
  trendOf,
} from './statements.js';
import { count, isLowerBetter, number } from './text.js';

const STEP = 10;

/** The papers in one role; more as they are asked for. */
function Papers({ label, name, role, title, total, forms }) {
  const [rows, setRows] = useState([]);
  const [skip, setSkip] = useState(0);
  const [error, setError] = useState(null);
  const [waits, setWaits] = useState(true);
  useEffect(() => {
    const control = new AbortController();
    setWaits(true);
    records(papersOf(label, role), { key: name, skip, limit: STEP }, { signal: control.signal }).then(
      (more) => {
        if (control.signal.aborted) return;
        setRows((before) => [...before, ...more]);
        setWaits(false);
      },
      (problem) => {
        if (!control.signal.aborted) setError(problem);
      },
    );
    return () => control.abort();
  }, [skip]);
  if (error) return <Failure error={error} />;
  return (
    <section>
      <h2>
        {title} <small>{number(total)}</small>
      </h2>
      <ul class="cards">
        {rows.map((paper) => (
          <li class="card" key={paper.id}>
            <h3>
              <a href={linkTo('Paper', paper.id)}>{paper.title ?? paper.id}</a>
            </h3>
            <p class="quiet line">
              {[paper.date, paper.id].filter(Boolean).join(' · ')} <PaperSource id={paper.id} />
            </p>
            {paper.edges.map((edge) => (
              <Evidence key={edge.id} text={edge.properties.evidence} forms={forms}>
                <Origin edge={edge.properties} />
              </Evidence>
            ))}
          </li>
        ))}
      </ul>
      {waits && <Waiting lines={rows.length ? 1 : 3} />}
      {!waits && rows.length < total && (
        <button class="more" onClick={() => setSkip(rows.length)}>
          Show {Math.min(STEP, total - rows.length)} more <small>of {number(total - rows.length)}</small>
        </button>
      )}
    </section>
  );
}

function Leaderboard({ name }) {
  const metrics = useRecords(metricsOf, { key: name });
  const [chosen, setChosen] = useState(0);
  const metric = metrics?.value?.[chosen];
  const lower = isLowerBetter(metric?.metric);
  const about = { key: name, metric: metric?.metric ?? '', unit: metric?.unit ?? '' };
  const scores = useRecords(metric ? scoresOf(lower ? 'ASC' : 'DESC') : null, about);
  const months = useRecords(metric ? bestByMonth(lower ? 'ASC' : 'DESC') : null, about, { limit: 600 });
  if (!metrics?.value?.length) return null;
  return (
    <section>
      <h2>Leaderboard</h2>
      <p class="quiet">Absolute scores as papers report them; their settings may differ.</p>
      {metrics.value.length > 1 && (
        <div class="tabs small" role="group" aria-label="Metric">
          {metrics.value.map((one, i) => (
            <button key={i} aria-pressed={i === chosen} onClick={() => setChosen(i)}>
              {one.metric ?? 'no metric'}
              {one.unit && ` (${one.unit})`} <small>{one.number}</small>
            </button>
          ))}
        </div>
      )}
      <Shown answer={scores} empty="No scores.">
        {(rows) => (
          <>
            {months && (
              <Scores
                rows={rows}
                months={months.value ?? []}
                lower={lower}
                unit={metric.unit ?? ''}
                metric={metric.metric ?? ''}
              />
            )}
            <Results rows={rows} without="benchmark" />
            {metric.number > rows.length && (
              <p class="quiet">
                The best {rows.length} of {number(metric.number)}
                {lower && '; less is more'}.
              </p>
            )}
          </>
        )}
      </Shown>
    </section>
  );
}

const FAMILY = {
  VARIANT_OF: ['Variant of', 'Variants'],
  PART_OF: ['Part of', 'Parts'],
  IN_DOMAIN: ['Field', 'Benchmarks of the field'],
};

function Family({ rows }) {
  const groups = new Map();
  for (const row of rows) {
    const title = FAMILY[row.type][row.up ? 0 : 1];
    groups.set(title, [...(groups.get(title) ?? []), row]);
  }
  return [...groups].map(([title, members]) => (
    <section class="panel" key={title}>
      <h2>{title}</h2>
      <ul class="tags">
        {members.map(({ label, name }) => (
          <li key={name}>
            <ThingLink label={label} name={name} />
          </li>
        ))}
      </ul>
    </section>
  ));
}

export function Thing({ label, name, show }) {
  useTitle(name);
  const key = { key: name };
  const found = useRecords(thing(label), key);
  const roles = useRecords(rolesOf(label), key);
  const trend = useRecords(trendOf(label), key);
  const relatives = useRecords(family(label), key);
  const results = useRecords(label === 'Method' || label === 'Model' ? resultsOf(label) : null, key);
  const methods = useRecords(together(label, 'Method', 'PROPOSES|USES'), key);
  const benchmarks = useRecords(together(label, 'Benchmark', 'EVALUATES_ON'), key);
  const models = useRecords(together(label, 'Model', 'INTRODUCES|USES'), key);
  if (!found) return <Waiting lines={8} />;
  if (found.error) return <Failure error={found.error} />;
  if (found.value.length === 0)
    return (
      <Empty>
        No {label.toLowerCase()} of this graph is named <strong>{name}</strong>. Type the beginning of a name above, and
        take one from the list.
      </Empty>
    );
  const { x } = found.value[0];
  const also = x.properties.aliases ?? [];
  const forms = [name, ...also];
  const words = KINDS[label].roles;
  const listed = (roles?.value ?? []).filter(({ role }) => words[role]);
  const order = Object.keys(words);
  const here = linkTo(label, name);
  return (
    <article>
      <header class="title">
        <Badge label={label} />
        <h1>{name}</h1>
        {also.length > 0 && (
          <p class="quiet also">
            also {also.slice(0, 8).join(' · ')}
            {also.length > 8 && ` and ${also.length - 8} more`}
          </p>
        )}
        {x.properties.parameters && (
          <p class="facts">
            <span>
              <strong>{x.properties.parameters}</strong> billion parameters
            </span>
          </p>
        )}
      </header>
      <Tabs here={here} show={show} first="Papers and numbers" />
      {show === 'graph' ? (
        <Around node={x} />
      ) : (
        <div class="columns">
          <div>
            <section class="panel">
              <h2>Papers by month</h2>
              <Shown answer={trend} empty="No paper of this graph speaks of it.">
                {(rows) => <Trend rows={rows} />}
              </Shown>
            </section>
            {label === 'Benchmark' && <Leaderboard name={name} />}
            {!roles && <Waiting lines={4} />}
            {roles && listed.length === 0 && label !== 'Domain' && (
              <Empty>No paper of this graph says what it does with it.</Empty>
            )}
            {listed
              .sort((a, b) => order.indexOf(a.role) - order.indexOf(b.role))
              .map(({ role, papers }) => (
                <Papers key={role} {...{ label, name, role, forms }} title={words[role]} total={papers} />
              ))}
            {results?.value?.length > 0 && (
              <section>
                <h2>
                  Reported numbers <small>{count(results.value.length, 'row')}</small>
                </h2>
                <Results rows={results.value} without="subject" />
              </section>
            )}
          </div>
          <aside>
            {relatives?.value && <Family rows={relatives.value} />}
            {[
              ['Method', 'Methods', methods],
              ['Benchmark', 'Benchmarks', benchmarks],
              ['Model', 'Models', models],
            ].map(
              ([other, title, answer]) =>
                answer?.value?.length > 0 && (
                  <Ranking key={other} title={title + ' in the same papers'} label={other} rows={answer.value} />
                ),
            )}
          </aside>
        </div>
      )}
    </article>
  );
}
