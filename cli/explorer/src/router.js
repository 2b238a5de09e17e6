// Where in the page one is: everything behind the #, so that a link and the back button bring every view back.
import { useEffect, useState } from 'preact/hooks';
import { KINDS } from './statements.js';

const PATHS = Object.fromEntries(Object.entries(KINDS).map(([label, { path }]) => [path, label]));
PATHS.paper = 'Paper';

/** "#/ask/papers%20using%20GRPO?view=table" -> {view: 'ask', key: 'papers using GRPO', show: 'table'} */
export function parse(hash) {
  const [path, search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [first, ...rest] = path.split('/');
  let key = rest.join('/');
  try {
    key = decodeURIComponent(key);
  } catch {
    /* a % that stands for itself */
  }
  const show = new URLSearchParams(search).get('view') ?? '';
  if (PATHS[first]) return { view: first === 'paper' ? 'paper' : 'thing', label: PATHS[first], key, show };
  if (first === 'ask' && key) return { view: 'ask', key, show };
  if (first === 'node' && /^\d+$/.test(key)) return { view: 'node', key, show };
  return { view: first ? 'lost' : 'home', key: '', show };
}

const part = (text) => encodeURIComponent(text).replaceAll('%20', ' ').replaceAll(' ', '%20');
export const askLink = (text, show) => '#/ask/' + part(text) + (show ? '?view=' + show : '');
export const nodeLink = (id) => '#/node/' + id;

/** The page of a thing; null where its kind has none. */
export function linkTo(label, key) {
  if (key === null || key === undefined || key === '') return null;
  if (label === 'Paper') return '#/paper/' + part(String(key));
  return KINDS[label] ? `#/${KINDS[label].path}/${part(String(key))}` : null;
}

/** Of a node as the server gives it. */
export function linkOf(node) {
  const label = node.labels[0];
  return linkTo(label, label === 'Paper' ? node.properties.id : node.properties.name) ?? nodeLink(node.id);
}

export function useRoute() {
  const [route, setRoute] = useState(() => parse(location.hash));
  useEffect(() => {
    const change = () => setRoute(parse(location.hash));
    addEventListener('hashchange', change);
    return () => removeEventListener('hashchange', change);
  }, []);
  return route;
}

export function go(link) {
  location.hash = link;
}
