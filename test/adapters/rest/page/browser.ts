import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type ConsoleMessage, type Page } from 'playwright-core';
import { hostEnvironment } from '../../../../src/index.js';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where a Chromium of this machine is. @throws Error that says how to get one */
export function findChromium(): string {
  const named = hostEnvironment()['CHROMIUM_PATH'];
  const found = [...(named === undefined ? [] : [named]), ...PLACES].find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error('The tests of the web page need Chromium: `apt-get install chromium`, or name one in CHROMIUM_PATH.');
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: QUIET });
}

/** A page that is watched: what it asked for, and what went wrong in it. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /** Addresses of every request, in order. */
  readonly requests: readonly string[];
  /** Errors and warnings of the console, and exceptions nobody caught. */
  readonly complaints: readonly string[];
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message: ConsoleMessage) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, requests, complaints, [Symbol.asyncDispose]: () => context.close() };
}
