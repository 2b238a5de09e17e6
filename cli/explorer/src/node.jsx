// Any node that has no page of its own: its properties, and what is around it.
import { Around } from './graph.jsx';
import { Badge, Empty, Evidence, Failure, useRecords, useTitle, Waiting } from './parts.jsx';
import { nodeById } from './statements.js';
import { nameOf, Value } from './value.jsx';

export function NodePage({ id }) {
  const found = useRecords(nodeById, { id });
  const node = found?.value?.[0]?.x;
  useTitle(node ? nameOf(node) : '');
  if (!found) return <Waiting lines={6} />;
  if (found.error) return <Failure error={found.error} />;
  if (!node) return <Empty>There is no node {id} in this graph any more.</Empty>;
  const { evidence, ...properties } = node.properties;
  return (
    <article>
      <header class="title">
        {node.labels.map((label) => (
          <Badge key={label} label={label} />
        ))}
        <h1>{nameOf(node)}</h1>
      </header>
      {typeof evidence === 'string' && <Evidence text={evidence} forms={[]} />}
      <dl class="map page">
        {Object.entries(properties).map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>
              <Value value={value} />
            </dd>
          </div>
        ))}
      </dl>
      <Around node={node} />
    </article>
  );
}
