// What the page asks its server. Everything goes through here, and only to where the page came from.

/** A statement that failed: `start` and `end` are places in its text; or a server that did not answer. */
export class AskError extends Error {
  constructor(message, about = {}) {
    super(message);
    Object.assign(this, { type: '', detail: '', start: 0, end: 0 }, about);
  }
}

// The server counts bytes, a browser UTF-16.
function unitsOf(text, bytes) {
  return new TextDecoder().decode(new TextEncoder().encode(text).slice(0, bytes)).length;
}

async function post(path, question, text, signal) {
  let response;
  try {
    response = await fetch('api/' + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(question),
      signal,
    });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new AskError('papergraph does not answer. Is `papergraph serve` still running?', { type: 'NoAnswer' });
  }
  const body = await response.text();
  let answer;
  try {
    answer = JSON.parse(body);
  } catch {
    throw new AskError(body.trim() || `the server said ${response.status}`, { type: 'NoAnswer' });
  }
  if (!answer.error) return answer;
  const { type, detail, message, start = 0, end = 0 } = answer.error;
  throw new AskError(message, { type, detail, start: unitsOf(text, start), end: unitsOf(text, end) });
}

/** Rows of a statement or sentence: {columns, rows, truncated, notices, plan}. */
export function query(statement, parameters = {}, { limit = 200, signal } = {}) {
  return post('query', { statement, parameters, limit }, statement, signal);
}

/** The same as objects by column. */
export async function records(statement, parameters, options) {
  const { columns, rows } = await query(statement, parameters, options);
  return rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));
}

/** What a sentence means in Cypher, and the statement that returns what it matches. */
export const meaning = (statement, signal) => post('meaning', { statement }, statement, signal);

/** What may stand at the end of `text`, and things that are named like it. */
export async function complete(text, signal) {
  const { start, candidates, things } = await post('complete', { text }, text, signal);
  return { start: unitsOf(text, start), candidates, things };
}
