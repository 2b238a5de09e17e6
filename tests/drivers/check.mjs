// Rules, one after the other, each with a title; the exit status says whether all hold.
import assert from 'node:assert/strict';

let failures = 0;

export async function rule(title, body) {
  const began = Date.now();
  try {
    let timer;
    const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('took longer than 40 s')), 40000); });
    await Promise.race([body(), late]).finally(() => clearTimeout(timer));
    console.log(`ok      ${title} (${Date.now() - began} ms)`);
  } catch (error) {
    ++failures;
    console.log(`FAILED  ${title}\n${error.stack}\n`);
  }
}

/** The code of the error that the promise ends with. */
export async function codeOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error.code;
  }
  return assert.fail('no error came');
}

/** Waits until `holds` does. */
export async function eventually(holds, what) {
  for (let i = 0; i < 150; ++i) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail('never: ' + what);
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
export const status = () => (failures ? 1 : 0);
