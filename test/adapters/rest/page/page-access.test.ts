import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashToken, type RestOptions } from '../../../../src/adapters/rest/index.js';
import { createFleet, type Fleet } from '../../../../src/index.js';
import type { LocalFleet } from '../../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../../support/fleet.js';
import { openPage, startBrowser } from './browser.js';
import { focusedElement, keptByPage } from './in-page.js';
import { startPageServer, type PageServer } from './page-server.js';

const TOKENS = { ada: 'token-of-ada-0123456789', old: 'token-of-old-0123456789', core: 'token-of-core-0123456789' };

const OPTIONS: RestOptions = {
  roles: {
    old: { access: 'full', clusters: 'legacy' },
    core: { access: 'full', toolsets: ['core'] },
  },
  tokens: [
    { user: 'ada', sha256: hashToken(TOKENS.ada) },
    { user: 'old', sha256: hashToken(TOKENS.old), roles: ['old'] },
    { user: 'core', sha256: hashToken(TOKENS.core), roles: ['core'] },
  ],
};

/** The browser itself notes answers such as 401 in its console. */
const NOTED = /^Failed to load resource: the server responded with a status of 4\d\d/;

await describeWithFleet('the web page behind a token', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let server: PageServer;
  let browser: Browser;
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory });
    server = await startPageServer(fleet, OPTIONS);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
    await fleet.close();
    await local.close();
  });

  const enter = async (page: Page, token: string): Promise<void> => {
    await page.getByLabel('Token', { exact: true }).fill(token);
    await page.keyboard.press('Enter');
  };
  const ready = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name} .*Ready v1\\.`) });

  test('a wrong token is told, the right one opens the fleet and is kept nowhere', async () => {
    await using watched = await openPage(browser);
    const { page, requests, complaints } = watched;
    await page.goto(server.url);
    await page.getByRole('heading', { name: 'A token, please' }).waitFor();
    expect(await focusedElement(page)).toBe('INPUT#token');
    expect(await page.getByLabel('Token', { exact: true }).getAttribute('type')).toBe('password');
    await enter(page, 'wrong-token');
    await page.getByText('The token is not known here.').waitFor();
    await enter(page, 'tökén with spaces');
    await page.getByText('A token has no spaces').waitFor();
    await enter(page, TOKENS.ada);
    await ready(page, 'legacy').waitFor();
    await ready(page, 'current').waitFor();
    expect(await page.getByText('ada', { exact: true }).isVisible()).toBe(true);
    expect(await page.content()).not.toContain(TOKENS.ada);
    expect(await page.getByLabel('Token', { exact: true }).inputValue()).toBe('');
    const kept = await keptByPage(page);
    expect(kept).not.toContain('token-of');
    expect(requests.filter((url) => url.includes('token-of'))).toEqual([]);
    expect(complaints.filter((text) => !NOTED.test(text))).toEqual([]);
    await page.getByRole('button', { name: 'Forget token' }).click();
    await page.getByRole('heading', { name: 'A token, please' }).waitFor();
    expect(await page.locator('#rows tr').count()).toBe(0);
    expect(await page.content()).not.toContain('v1.24.17');
    await page.reload();
    await page.getByRole('heading', { name: 'A token, please' }).waitFor();
  });

  test('who may see one cluster sees one, and nothing of the other', async () => {
    await using watched = await openPage(browser);
    const { page } = watched;
    await page.goto(`${server.url}#/clusters/current`);
    await enter(page, TOKENS.old);
    await ready(page, 'legacy').waitFor();
    await page.getByRole('button', { name: '1 clusters' }).waitFor();
    await page.getByText(/There is no cluster "current"/).waitFor();
    expect(await page.content()).not.toContain('v1.36');
    expect(await page.locator('#rows tr').count()).toBe(1);
  });

  test('who may see no cluster at all is told why, and nothing is tried again behind its back', async () => {
    await using watched = await openPage(browser);
    const { page } = watched;
    await page.goto(server.url);
    await enter(page, TOKENS.core);
    await page.getByRole('alert').filter({ hasText: 'clusters_list' }).waitFor();
    await page.getByText('Refused', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Try now' }).isVisible()).toBe(true);
  });

  test('a server that asks to wait is given the time it asks for', async () => {
    await using limited = await startPageServer(fleet, { rateLimit: { requests: 1, windowMs: 60_000 } });
    await fetch(`${limited.url}v1/clusters`);
    await using watched = await openPage(browser);
    const { page } = watched;
    await page.goto(limited.url);
    const banner = page.getByRole('alert').filter({ hasText: 'The server asks to wait: too many requests.' });
    await banner.waitFor();
    expect(Number(/Next try in (\d+) s/.exec(await banner.innerText())?.[1])).toBeGreaterThan(30);
  });

  test('a fleet without clusters says what to do', async () => {
    const none = createFleet({ kubeconfigDir: local.directory });
    await using empty = await startPageServer(none);
    await using watched = await openPage(browser);
    await watched.page.goto(empty.url);
    await watched.page.getByText('No cluster to show.').waitFor();
    await watched.page.getByText('fleetwright doctor').waitFor();
    await none.close();
  });
});
