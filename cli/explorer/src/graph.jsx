// Nodes and edges drawn by cytoscape.js, which comes when the first graph is shown; what is chosen is told beside it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { query, records } from './api.js';
import { Badge, Empty, Evidence, Failure, Origin, useAnswer, Waiting } from './parts.jsx';
import { linkOf } from './router.js';
import { between, degree, neighbours } from './statements.js';
import { count, number } from './text.js';
import { nameOf } from './value.jsx';

const MOST_ROWS = 120; // of a pattern
const STEP = 24; // neighbours at a time
const MOST_NODES = 400; // what can still be looked at

/** The nodes and edges among values. */
function gather(value, found = { nodes: new Map(), edges: new Map() }) {
  if (Array.isArray(value)) {
    for (const one of value) gather(one, found);
  } else if (value && typeof value === 'object') {
    if (value._type === 'node') found.nodes.set(value.id, value);
    else if (value._type === 'relationship') found.edges.set(value.id, value);
    else if (value._type === 'path') gather([...value.nodes, ...value.relationships], found);
    else if (!value._type || value._type === 'map') gather(Object.values(value.value ?? value), found);
  }
  return found;
}

const join = (a, b) => ({ nodes: new Map([...a.nodes, ...b.nodes]), edges: new Map([...a.edges, ...b.edges]) });

/** What an answer's rows hold, else what its pattern matches. */
export function Graph({ rows, pattern }) {
  const own = gather(rows.slice(0, MOST_ROWS));
  const asks = own.nodes.size === 0 && pattern;
  const answer = useAnswer(
    (signal) => (asks ? query(pattern, {}, { limit: MOST_ROWS, signal }) : Promise.resolve(null)),
    [pattern],
  );
  if (!answer) return <Waiting lines={6} />;
  if (answer.error) return <Failure error={answer.error} />;
  const found = answer.value ? gather(answer.value.rows) : own;
  if (found.nodes.size === 0)
    return (
      <Empty>
        This answer is names and numbers; nothing of it can be drawn. A statement that returns nodes, relationships or
        paths can.
      </Empty>
    );
  const cut = answer.value ? answer.value.truncated : rows.length > MOST_ROWS;
  return <Drawing first={found} note={cut ? `Of the first ${MOST_ROWS} rows.` : ''} />;
}

/** A node and what is around it. */
export function Around({ node }) {
  const answer = useAnswer(
    async (signal) => {
      const rows = await records(neighbours, { id: node.id, skip: 0, limit: STEP }, { signal });
      const found = gather([node, rows.map(({ e, y }) => [e, y])]);
      return join(
        found,
        gather((await records(between, { ids: [...found.nodes.keys()] }, { signal })).map(({ e }) => e)),
      );
    },
    [node.id],
  );
  if (!answer) return <Waiting lines={6} />;
  if (answer.error) return <Failure error={answer.error} />;
  return <Drawing first={answer.value} chosen={node.id} />;
}

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const COLORED = ['Paper', 'Method', 'Benchmark', 'Model', 'Domain', 'Result'];
const short = (text, most) => (text.length > most ? text.slice(0, most - 1).trimEnd() + '…' : text);

/** A few words: of "DAPO: An Open-Source LLM …" the name that it begins with. */
function briefly(node) {
  const name = nameOf(node);
  const [head] = name.split(/: /, 1);
  return short(head.length > 1 ? head : name, 30);
}

function look() {
  return [
    {
      selector: 'node',
      style: {
        'background-color': color('--other'),
        label: 'data(text)',
        color: color('--text'),
        'font-size': 11,
        'text-wrap': 'wrap',
        'text-max-width': 110,
        'text-valign': 'bottom',
        'text-margin-y': 4,
        width: 'data(size)',
        height: 'data(size)',
        'font-family': getComputedStyle(document.body).fontFamily,
        'text-background-color': color('--panel'),
        'text-background-opacity': 0.8,
        'text-background-padding': 1,
        'min-zoomed-font-size': 7,
      },
    },
    ...COLORED.map((label) => ({
      selector: `node[label = "${label}"]`,
      style: { 'background-color': color('--' + label.toLowerCase()) },
    })),
    {
      selector: 'edge',
      style: {
        width: 1.4,
        'line-color': color('--edge'),
        'target-arrow-color': color('--edge'),
        'target-arrow-shape': 'triangle',
        'arrow-scale': 0.8,
        'curve-style': 'bezier',
      },
    },
    {
      selector: 'edge:selected, edge.near',
      style: {
        label: 'data(text)',
        'font-size': 10,
        'min-zoomed-font-size': 8,
        color: color('--quiet'),
        'text-rotation': 'autorotate',
        'text-background-color': color('--panel'),
        'text-background-opacity': 0.9,
        'line-color': color('--accent'),
        'target-arrow-color': color('--accent'),
      },
    },
    { selector: 'node:selected', style: { 'border-width': 3, 'border-color': color('--accent') } },
    { selector: '.far', style: { opacity: 0.25 } },
  ];
}

function elementsOf({ nodes, edges }) {
  const degrees = new Map();
  const shown = [...edges.values()].filter(({ start, end }) => nodes.has(start) && nodes.has(end));
  for (const { start, end } of shown) for (const id of [start, end]) degrees.set(id, (degrees.get(id) ?? 0) + 1);
  return [
    ...[...nodes.values()].map((node) => ({
      group: 'nodes',
      data: {
        id: 'n' + node.id,
        label: node.labels[0] ?? '',
        text: briefly(node),
        size: 16 + Math.min(26, 5 * Math.sqrt(degrees.get(node.id) ?? 0)),
      },
    })),
    ...shown.map((edge) => ({
      group: 'edges',
      data: {
        id: 'e' + edge.id,
        source: 'n' + edge.start,
        target: 'n' + edge.end,
        text: edge.type.replaceAll('_', ' ').toLowerCase(),
      },
    })),
  ];
}

function Drawing({ first, chosen = null, note }) {
  const [found, setFound] = useState(first);
  const [picked, setPicked] = useState(chosen === null ? null : { kind: 'n', id: chosen });
  const [hidden, setHidden] = useState([]);
  const place = useRef();
  const drawn = useRef(null);
  const labels = [...new Set([...found.nodes.values()].map(({ labels: [label] }) => label ?? 'node'))].sort();
  const visible = {
    nodes: new Map(
      [...found.nodes].filter(
        ([
          ,
          {
            labels: [label],
          },
        ]) => !hidden.includes(label ?? 'node'),
      ),
    ),
    edges: found.edges,
  };

  useEffect(() => {
    let gone = false;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const recolor = () => drawn.current?.style(look());
    import('./graph_library.js').then(({ cytoscape }) => {
      if (gone) return;
      const cy = cytoscape({
        container: place.current,
        style: look(),
        minZoom: 0.15,
        maxZoom: 3,
        boxSelectionEnabled: false,
      });
      drawn.current = cy;
      cy.on('tap', (event) => {
        const id = event.target === cy ? null : event.target.id();
        setPicked(id ? { kind: id[0], id: Number(id.slice(1)) } : null);
      });
      cy.on('resize', fit);
      draw();
    });
    dark.addEventListener('change', recolor);
    return () => {
      gone = true;
      dark.removeEventListener('change', recolor);
      drawn.current?.destroy();
      drawn.current = null;
    };
  }, []);

  const fit = () => {
    const cy = drawn.current;
    if (!cy) return; // the window may change its size a moment after the view is gone
    cy.fit(undefined, 24);
    if (cy.zoom() > 1.3) {
      cy.zoom(1.3);
      cy.center();
    }
  };
  const draw = () => {
    const cy = drawn.current;
    if (!cy) return;
    const elements = elementsOf(visible);
    const wanted = new Set(elements.map(({ data }) => data.id));
    cy.elements()
      .filter((element) => !wanted.has(element.id()))
      .remove();
    // Each begins at a place of its own, always the same, so that the same graph looks the same.
    elements.forEach((element, i) => {
      const there = cy.getElementById(element.data.id);
      const turn = 2.4 * i;
      const reach = 40 * Math.sqrt(i);
      if (there.empty()) cy.add({ ...element, position: { x: reach * Math.cos(turn), y: reach * Math.sin(turn) } });
      else there.data(element.data);
    });
    cy.layout({
      name: 'cose',
      animate: false,
      randomize: false,
      nodeDimensionsIncludeLabels: true,
      idealEdgeLength: 55,
      nodeRepulsion: 6000,
      nodeOverlap: 16,
      gravity: 1.2,
      edgeElasticity: 60,
      padding: 24,
      numIter: 800,
    }).run();
    fit();
    point();
  };
  /** Shows what is chosen. */
  const point = () => {
    const cy = drawn.current;
    if (!cy) return;
    cy.elements().removeClass('far near').unselect();
    const element = cy.getElementById(picked ? picked.kind + picked.id : '');
    if (element.empty()) return;
    element.select();
    if (picked.kind === 'n') {
      cy.elements().not(element.closedNeighborhood()).addClass('far');
      element.connectedEdges().addClass('near');
    }
  };
  useEffect(draw, [found, hidden]);
  useEffect(point, [picked]);

  return (
    <div class="drawing">
      <div class="legend" role="group" aria-label="What is shown">
        {labels.map((label) => (
          <button
            key={label}
            aria-pressed={!hidden.includes(label)}
            onClick={() =>
              setHidden(hidden.includes(label) ? hidden.filter((one) => one !== label) : [...hidden, label])
            }
          >
            <Badge label={label} />
          </button>
        ))}
        <span class="quiet">
          {count(visible.nodes.size, 'node')}, {count(elementsOf(visible).length - visible.nodes.size, 'edge')}. {note}
        </span>
      </div>
      <div
        class="canvas"
        ref={place}
        role="img"
        aria-label={`A graph of ${count(visible.nodes.size, 'node')}; the list below names them`}
      />
      <aside class="picked" aria-live="polite">
        {picked ? (
          <Picked {...{ picked, found, setPicked }} add={(more) => setFound(join(found, more))} />
        ) : (
          <p class="quiet">Choose a node to see what it is and what is around it; an edge for its sentence.</p>
        )}
      </aside>
      <details class="listed">
        <summary>All {count(visible.nodes.size, 'node')} as a list</summary>
        <ul class="tags">
          {[...visible.nodes.values()].map((node) => (
            <li key={node.id}>
              <button onClick={() => setPicked({ kind: 'n', id: node.id })}>{short(nameOf(node), 60)}</button>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function Picked({ picked, found, setPicked, add }) {
  if (picked.kind === 'e') {
    const edge = found.edges.get(picked.id);
    const [from, to] = [found.nodes.get(edge.start), found.nodes.get(edge.end)];
    return (
      <>
        <h2>
          <button class="plain" onClick={() => setPicked({ kind: 'n', id: edge.start })}>
            {nameOf(from)}
          </button>{' '}
          <code>{edge.type}</code>{' '}
          <button class="plain" onClick={() => setPicked({ kind: 'n', id: edge.end })}>
            {nameOf(to)}
          </button>
        </h2>
        <Evidence text={edge.properties.evidence} forms={[to.properties.name, ...(to.properties.aliases ?? [])]} />
        <Origin edge={edge.properties} />
      </>
    );
  }
  const node = found.nodes.get(picked.id);
  if (!node) return null;
  const { summary, evidence } = node.properties;
  return (
    <>
      <h2>
        <Badge label={node.labels[0] ?? 'node'} /> {nameOf(node)}
      </h2>
      {typeof summary === 'string' && <p class="clamp">{summary}</p>}
      {typeof evidence === 'string' && <Evidence text={evidence} forms={[]} />}
      <p class="line">
        <a class="button" href={linkOf(node)}>
          Open
        </a>{' '}
        <More key={node.id} {...{ node, found, add }} />
      </p>
    </>
  );
}

/** Brings neighbours that are not there yet, some at a time. */
function More({ node, found, add }) {
  const [skip, setSkip] = useState(0);
  const [error, setError] = useState(null);
  const all = useAnswer((signal) => records(degree, { id: node.id }, { signal }), [node.id]);
  const total = all?.value?.[0]?.number;
  const there = [...found.edges.values()].filter(({ start, end }) => start === node.id || end === node.id).length;
  const left = total - there;
  if (error) return <span class="quiet">{error.message}</span>;
  if (!(left > 0)) return <span class="quiet">{total === undefined ? '' : 'Everything around it is shown.'}</span>;
  if (found.nodes.size >= MOST_NODES)
    return <span class="quiet">{count(left, 'more edge')}; this picture is full.</span>;
  const bring = async () => {
    try {
      let at = skip;
      let more;
      do {
        const rows = await records(neighbours, { id: node.id, skip: at, limit: STEP });
        at += rows.length;
        more = gather(rows.map(({ e, y }) => [e, y]));
        if (rows.length < STEP) break;
      } while ([...more.edges.keys()].every((id) => found.edges.has(id)));
      setSkip(at);
      add(more);
    } catch (problem) {
      setError(problem);
    }
  };
  return (
    <button class="button" onClick={bring}>
      Show {Math.min(STEP, left)} more around it <small>of {number(left)}</small>
    </button>
  );
}
