// A tab of Chromium, and what was asked and said in it.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { chromium } = createRequire(join(process.cwd(), 'here'))('playwright-core');
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export class Page {
  /** `origin`: "http://127.0.0.1:1"; `profile`: an empty folder. */
  static async open(origin, profile, name) {
    const page = new Page();
    page.origin = origin;
    page.name = name;
    page.strays = [];
    page.context = await chromium.launchPersistentContext(profile, {
      executablePath: '/usr/bin/chromium',
      headless: true,
      args: ARGUMENTS,
      viewport: { width: 1280, height: 900 },
      locale: 'en-GB',
    });
    page.context.on('request', (request) => {
      if (!request.url().startsWith(origin + '/')) page.strays.push('request: ' + request.url());
    });
    page.tab = await page.context.newPage();
    page.tab.on('console', (message) => page.strays.push(`console: ${message.type()}: ${message.text()}`));
    page.tab.on('pageerror', (error) => page.strays.push('error: ' + error.stack));
    page.tab.on('dialog', (dialog) => {
      page.strays.push('dialog: ' + dialog.message());
      dialog.dismiss();
    });
    return page;
  }

  close() {
    return this.context.close();
  }

  requireClean() {
    assert.deepEqual(this.strays, []);
  }

  /** Opens a view by its address and waits until it is whole. */
  async go(hash) {
    await this.tab.goto(this.origin + '/' + hash);
    await this.settled();
  }

  /** Waits until nothing loads and a view is there. */
  async settled() {
    for (let quiet = 0, i = 0; quiet < 3; ++i) {
      assert.ok(i < 300, 'the view is never whole: ' + (await this.tab.url()));
      const whole = await this.tab.evaluate(
        () => !document.querySelector('.waiting') && !!document.querySelector('main h1, main .failure, main .empty'),
      );
      quiet = whole ? quiet + 1 : 0;
      await this.tab.waitForTimeout(40);
    }
  }

  /** Types into the box and presses Enter. */
  async ask(text) {
    await this.tab.keyboard.press('/');
    await this.tab.getByRole('combobox').fill(text);
    await this.tab.keyboard.press('Enter');
    await this.settled();
  }

  /** The text of the view. */
  text() {
    return this.tab.locator('main').innerText();
  }

  /** Where it is: "#/method/GRPO". */
  hash() {
    return this.tab.evaluate(() => location.hash);
  }

  /** How many pixels of all drawings are not empty. */
  painted() {
    return this.tab.evaluate(() =>
      [...document.querySelectorAll('main canvas')].reduce((sum, canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width || 1, canvas.height || 1);
        let count = 0;
        for (let i = 3; i < data.length; i += 4) count += data[i] > 0;
        return sum + count;
      }, 0),
    );
  }

  /** By how many pixels the view is wider than its window. */
  overflow() {
    return this.tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }

  async shot(name) {
    if (!process.env.SHOTS) return;
    mkdirSync(process.env.SHOTS, { recursive: true });
    await this.tab.screenshot({ path: join(process.env.SHOTS, `${this.name}-${name}.png`) });
  }
}
