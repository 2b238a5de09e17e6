// Small pieces that all views are made of.
import { useEffect, useState } from 'preact/hooks';
import { AskError, records } from './api.js';
import { advice, arxivLink, count, isArxiv, runs, webLink } from './text.js';
import { askLink, linkTo } from './router.js';

/** Rows as objects, asked again when the statement or its parameters change: {rows, error}; null while asked. */
export function useRecords(statement, parameters, options) {
  return useAnswer(
    (signal) => (statement ? records(statement, parameters, { ...options, signal }) : Promise.resolve([])),
    [statement, JSON.stringify(parameters)],
  );
}

/** {value, error} of a promise; null until it is known. What is no longer wanted is cancelled. */
export function useAnswer(ask, keys) {
  const [state, setState] = useState(null);
  useEffect(() => {
    const control = new AbortController();
    setState(null);
    ask(control.signal).then(
      (value) => {
        if (!control.signal.aborted) setState({ value });
      },
      (error) => {
        if (!control.signal.aborted) setState({ error });
      },
    );
    return () => control.abort();
  }, keys);
  return state;
}

export function Badge({ label }) {
  return <span class={`badge ${label?.toLowerCase().replace(/[^a-z]/g, '')}`}>{label}</span>;
}

/** The two views of a paper or a thing: what is known of it, and what is around it. */
export function Tabs({ here, show, first }) {
  return (
    <nav class="tabs" aria-label="Views">
      <a href={here} aria-current={show ? undefined : 'page'}>
        {first}
      </a>
      <a href={here + '?view=graph'} aria-current={show === 'graph' ? 'page' : undefined}>
        Graph
      </a>
    </nav>
  );
}

export function ThingLink({ label, name, id, badge }) {
  const link = linkTo(label, label === 'Paper' ? (id ?? name) : name);
  const text = name ?? id ?? '';
  return (
    <>
      {link ? <a href={link}>{text}</a> : <span>{text}</span>}
      {badge && <Badge label={label} />}
    </>
  );
}

/** A sentence of a report. With `forms` these words are marked; without, those in «». */
export function Evidence({ text, forms, children }) {
  if (!text) return null;
  return (
    <blockquote class="evidence">
      {runs(text, forms).map((run, i) => {
        const inner = run.mark ? <mark>{run.text}</mark> : run.text;
        return run.strong ? <strong key={i}>{inner}</strong> : <span key={i}>{inner}</span>;
      })}
      {children}
    </blockquote>
  );
}

/** Where an edge comes from. */
export function Origin({ edge }) {
  const { rule, confidence, section, source, start, end } = edge;
  if (!source && !rule) return null;
  return (
    <details class="origin">
      <summary>Why?</summary>
      <dl>
        {rule && (
          <>
            <dt>Rule</dt>
            <dd>
              {rule}
              {typeof confidence === 'number' && `, confidence ${confidence.toFixed(2)}`}
            </dd>
          </>
        )}
        {source && (
          <>
            <dt>Source</dt>
            <dd>
              {source}
              {start !== undefined && `, bytes ${start} to ${end}`}
            </dd>
          </>
        )}
        {section && (
          <>
            <dt>Section</dt>
            <dd>{section}</dd>
          </>
        )}
      </dl>
    </details>
  );
}

/** Out of the page: to arXiv, or where the report says that the paper is. */
export function PaperSource({ id, url }) {
  const link = id && isArxiv(id) ? arxivLink(id) : url && webLink(url);
  if (!link) return null;
  return (
    <a class="out" href={link} target="_blank" rel="noopener noreferrer">
      {isArxiv(id ?? '') ? 'arXiv' : 'Source'}
      <span aria-hidden="true"> ↗</span>
    </a>
  );
}

export function Waiting({ lines = 3 }) {
  return (
    <div class="waiting" role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} />
      ))}
    </div>
  );
}

export function Empty({ children }) {
  return <p class="empty">{children}</p>;
}

/** What went wrong, where in the text, and what to do. */
export function Failure({ error, text = '', children }) {
  const { start = 0, end = 0, type, detail } = error instanceof AskError ? error : {};
  const pointed = text && end > start;
  const { message, instead, examples } = advice(
    error.message,
    pointed ? (name) => text.slice(0, start) + name + text.slice(end) : null,
  );
  return (
    <section class="failure" role="alert">
      <h2>{type === 'NoAnswer' ? 'No answer' : 'This cannot be answered'}</h2>
      {pointed && (
        <pre class="pointed">
          {text.slice(0, start)}
          <em>{text.slice(start, end)}</em>
          {text.slice(end)}
        </pre>
      )}
      <p>{message}</p>
      {instead.length > 0 && (
        <p>
          Did you mean{' '}
          {instead.map(({ name, whole }, i) => (
            <span key={name}>
              {i > 0 && ' or '}
              <a href={askLink(whole)}>{name}</a>
            </span>
          ))}
          ?
        </p>
      )}
      {examples.length > 0 && (
        <>
          <p class="quiet">Sentences that work here:</p>
          <ul class="chips">
            {examples.map((one) => (
              <li key={one}>
                <a href={askLink(one)}>{one}</a>
              </li>
            ))}
          </ul>
        </>
      )}
      {type && type !== 'NoAnswer' && (
        <p class="quiet">
          {type}
          {detail && ` (${detail})`}
        </p>
      )}
      {children}
    </section>
  );
}

/** What a view shows for an answer that may still come, be empty or be an error. */
export function Shown({ answer, empty, lines, children }) {
  if (!answer) return <Waiting lines={lines} />;
  if (answer.error) return <Failure error={answer.error} />;
  if (answer.value.length === 0) return empty ? <Empty>{empty}</Empty> : null;
  return children(answer.value);
}

/** Names with bars as long as their numbers. */
export function Ranking({ title, label, rows, note }) {
  const most = Math.max(...rows.map(({ papers }) => papers), 1);
  return (
    <section class="panel">
      <h2>{title}</h2>
      {note && <p class="quiet">{note}</p>}
      <ol class="ranking">
        {rows.map(({ name, papers }) => (
          <li key={name}>
            <ThingLink label={label} name={name} />
            <span class="number" title={count(papers, 'paper')}>
              {papers}
            </span>
            <progress class={label.toLowerCase()} value={papers} max={most} aria-hidden="true" />
          </li>
        ))}
      </ol>
    </section>
  );
}

export function useTitle(title) {
  useEffect(() => {
    document.title = title ? `${title} – papergraph` : 'papergraph';
  }, [title]);
}
