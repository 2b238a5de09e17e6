// Bolt's bytes by hand, for what no driver does: hang up in the middle, stop reading, speak nonsense.
import { connect } from 'node:net';

const text = (s) => {
  const bytes = Buffer.from(s);
  const head = bytes.length < 16 ? [0x80 + bytes.length] : [0xd1, bytes.length >> 8, bytes.length & 255];
  return Buffer.concat([Buffer.from(head), bytes]);
};
const map = (object) => Buffer.concat([Buffer.from([0xa0 + Object.keys(object).length]),
                                       ...Object.entries(object).flatMap(([k, v]) => [text(k), pack(v)])]);
function pack(value) {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return Buffer.from([0xca, value >> 24 & 255, value >> 16 & 255, value >> 8 & 255, value & 255]);
  return map(value);
}

export function message(tag, ...fields) {
  const body = Buffer.concat([Buffer.from([0xb0 + fields.length, tag]), ...fields.map(pack)]);
  return Buffer.concat([Buffer.from([body.length >> 8, body.length & 255]), body, Buffer.from([0, 0])]);
}

export const HELLO = 0x01, RESET = 0x0f, RUN = 0x10, PULL = 0x3f, LOGON = 0x6a;
const handshake = Buffer.from('6060b01700000405' + '00'.repeat(12), 'hex');

/** The beginning of a statement that would go on for a week. */
export const FOREVER = 'UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS i';

/** A socket that has logged on; what came since is in `received`. */
export async function dial(port, { login = true } = {}) {
  const socket = connect(port, '127.0.0.1');
  socket.received = Buffer.alloc(0);
  socket.gone = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  socket.on('data', (data) => { socket.received = Buffer.concat([socket.received, data]); });
  await new Promise((resolve, reject) => { socket.once('connect', resolve); socket.once('error', reject); });
  socket.write(handshake);
  if (login) socket.write(Buffer.concat([message(HELLO, { user_agent: 'raw/1' }), message(LOGON, { scheme: 'none' })]));
  await new Promise((resolve) => socket.once('data', resolve));
  return socket;
}

/** Resolves with the first bytes that come for what is sent. */
export async function ask(socket, ...messages) {
  socket.write(Buffer.concat(messages));
  await new Promise((resolve) => socket.once('data', resolve));
}
