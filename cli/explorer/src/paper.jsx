// The page of a paper: what it says it does, its numbers, papers like it.
import { query } from './api.js';
import { Around } from './graph.jsx';
import {
  Badge,
  Empty,
  Evidence,
  Failure,
  Origin,
  PaperSource,
  Tabs,
  ThingLink,
  useAnswer,
  useRecords,
  useTitle,
  Waiting,
} from './parts.jsx';
import { linkTo } from './router.js';
import { Results } from './results.jsx';
import { PAPER_ROLES, paper, paperEdges, paperResults } from './statements.js';

/** The things of one role, each with all its sentences. */
function byThing(rows) {
  const things = new Map();
  for (const row of rows) {
    const key = `${row.label}\n${row.name}`;
    if (!things.has(key)) things.set(key, { ...row, edges: [] });
    things.get(key).edges.push(row.e.properties);
  }
  return [...things.values()];
}

function Role({ title, rows }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul class="cards">
        {byThing(rows).map(({ label, name, aliases, edges }) => (
          <li class="card" key={label + name}>
            <h3>
              <ThingLink label={label} name={name} /> <Badge label={label} />
            </h3>
            {edges.map((edge, i) => (
              <Evidence key={i} text={edge.evidence} forms={[name, ...(aliases ?? [])]}>
                <Origin edge={edge} />
              </Evidence>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Like({ id }) {
  const answer = useAnswer((signal) => query(`papers like ${id}`, {}, { limit: 6, signal }), [id]);
  if (!answer?.value?.rows.length) return null;
  const at = Object.fromEntries(answer.value.columns.map((name, i) => [name, i]));
  return (
    <section class="panel">
      <h2>Papers like this</h2>
      <ul class="papers small">
        {answer.value.rows.map((row) => (
          <li key={row[at.paper]}>
            <h3>
              <a href={linkTo('Paper', row[at.paper])}>{row[at.title] ?? row[at.paper]}</a>
            </h3>
            <p class="quiet">
              {['methods', 'benchmarks', 'models']
                .flatMap((name) => row[at[name]] ?? [])
                .slice(0, 5)
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Paper({ id, show }) {
  const key = { key: id };
  const found = useRecords(paper, key);
  const edges = useRecords(paperEdges, key, { limit: 300 });
  const results = useRecords(paperResults, key);
  const about = found?.value?.[0]?.x.properties;
  useTitle(about?.title ?? id);
  if (!found) return <Waiting lines={8} />;
  if (found.error) return <Failure error={found.error} />;
  if (!about)
    return (
      <Empty>
        No paper of this graph has the id <strong>{id}</strong>.
      </Empty>
    );
  const here = linkTo('Paper', id);
  const rows = edges?.value ?? [];
  const domains = rows.filter(({ role }) => role === 'IN_DOMAIN');
  const authors = [about.authors ?? []].flat();
  return (
    <article>
      <header class="title">
        <Badge label="Paper" />
        <h1>{about.title ?? id}</h1>
        <p class="quiet line">
          {[about.date, id].filter(Boolean).join(' · ')} <PaperSource id={id} url={about.url} />
        </p>
        {authors.length > 0 && (
          <p class="authors">
            {authors.slice(0, 12).join(', ')}
            {authors.length > 12 && ` and ${authors.length - 12} more`}
          </p>
        )}
      </header>
      <Tabs here={here} show={show} first="What it says" />
      {show === 'graph' ? (
        <Around node={found.value[0].x} />
      ) : (
        <div class="columns">
          <div>
            {about.summary && <p class="summary">{about.summary}</p>}
            {!edges && <Waiting lines={6} />}
            {edges?.error && <Failure error={edges.error} />}
            {Object.entries(PAPER_ROLES).map(([role, title]) => {
              const own = rows.filter((row) => row.role === role);
              return own.length > 0 && <Role key={role} title={title} rows={own} />;
            })}
            {edges?.value && rows.length === domains.length && (
              <Empty>The report names no method, model or benchmark of this paper.</Empty>
            )}
            {results?.value?.length > 0 && (
              <section>
                <h2>Reported numbers</h2>
                <Results rows={results.value} without="paper" />
              </section>
            )}
          </div>
          <aside>
            {domains.length > 0 && (
              <section class="panel">
                <h2>Fields</h2>
                <ul class="tags">
                  {byThing(domains).map(({ label, name }) => (
                    <li key={name}>
                      <ThingLink label={label} name={name} />
                    </li>
                  ))}
                </ul>
              </section>
            )}
            <Like id={id} />
            {about.sources?.length > 0 && (
              <section class="panel">
                <h2>Read from</h2>
                <ul class="tags">
                  {about.sources.map((one) => (
                    <li key={one}>
                      <code>{one}</code>
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </aside>
        </div>
      )}
    </article>
  );
}
