// A value of an answer, as the server writes it.
import { linkOf, linkTo } from './router.js';
import { isArxiv, measured } from './text.js';

export const nameOf = ({ labels, properties, id }) =>
  String(
    properties.title ??
      properties.name ??
      properties.id ??
      (properties.value !== undefined ? measured(properties.value, properties.unit) : `${labels[0] ?? 'node'} ${id}`),
  );

/** A column whose text is the name of a thing, by what sentences call it. */
const NAMED = {
  paper: 'Paper',
  method: 'Method',
  benchmark: 'Benchmark',
  model: 'Model',
  domain: 'Domain',
  field: 'Domain',
};

export function Value({ value, column = '' }) {
  if (value === null || value === undefined) return <span class="null">null</span>;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span class="null">none</span>;
    return (
      <ul class="values">
        {value.map((one, i) => (
          <li key={i}>
            <Value value={one} column={column.replace(/s$/, '')} />
          </li>
        ))}
      </ul>
    );
  }
  if (typeof value === 'string') {
    const label = NAMED[column];
    const link = label && (label !== 'Paper' || isArxiv(value)) ? linkTo(label, value) : null;
    const shape = value.length < 16 ? 'short' : undefined;
    return link ? (
      <a class={shape} href={link}>
        {value}
      </a>
    ) : (
      <span class={shape}>{value}</span>
    );
  }
  if (typeof value !== 'object') return <span>{String(value)}</span>;
  switch (value._type) {
    case 'node':
      return (
        <a class="node" href={linkOf(value)}>
          <small>{value.labels.join(':')}</small> {nameOf(value)}
        </a>
      );
    case 'relationship':
      return (
        <span class="edge">
          <small>{value.type}</small>
          {value.properties.evidence ? ' ' + value.properties.evidence : ''}
        </span>
      );
    case 'path':
      return (
        <span class="path">
          {value.nodes.map((node, i) => (
            <span key={i}>
              {i > 0 && (
                <small>
                  {value.relationships[i - 1].start === value.nodes[i - 1].id
                    ? ` –${value.relationships[i - 1].type}→ `
                    : ` ←${value.relationships[i - 1].type}– `}
                </small>
              )}
              <Value value={node} />
            </span>
          ))}
        </span>
      );
    case 'map':
      return <Value value={value.value} />;
    case undefined:
      return (
        <dl class="map">
          {Object.entries(value).map(([key, one]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>
                <Value value={one} column={key} />
              </dd>
            </div>
          ))}
        </dl>
      );
    default:
      return <span>{String(value.value)}</span>;
  }
}

export function Table({ columns, rows }) {
  const numeric = columns.map((_, i) => rows.every((row) => row[i] === null || typeof row[i] === 'number'));
  return (
    <div class="scroll" tabindex="0" role="region" aria-label="Rows">
      <table>
        <thead>
          <tr>
            {columns.map((name, i) => (
              <th key={i} scope="col" class={numeric[i] ? 'number' : ''}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((value, at) => (
                <td key={at} class={numeric[at] ? 'number' : ''}>
                  <Value value={value} column={columns[at]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
