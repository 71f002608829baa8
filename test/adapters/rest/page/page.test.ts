import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../../src/index.js';
import { multiplyClusters, type LocalFleet, type MultipliedCluster } from '../../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../../support/fleet.js';
import { temporaryDirectory } from '../../../support/kubeconfigs.js';
import { openPage, startBrowser, type WatchedPage } from './browser.js';
import { colourOf, contrastOf, focusedElement, focusedText, groundOf } from './in-page.js';
import { startPageServer, type PageServer } from './page-server.js';

await describeWithFleet('the web page, on real clusters in a real browser', () => {
  const directory = temporaryDirectory();
  let local: LocalFleet;
  let many: MultipliedCluster;
  let fleet: Fleet;
  let server: PageServer;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  const faultsOf = (name: string) => many.endpoints.find((endpoint) => endpoint.name === name)!.faults;
  const rowOf = (name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) });
  const readyRow = (name: string) => page.getByRole('row', { name: new RegExp(`^${name} .*Ready v1\\.`) });

  beforeAll(async () => {
    local = await sharedFleet();
    many = await multiplyClusters(local.clusters, { count: 6, namePrefix: 'prod', kubeconfigDirectory: directory.path });
    fleet = createFleet({ kubeconfigDir: directory.path, environments: { 'prod-006': 'dev', '*': 'prod' } });
    server = await startPageServer(fleet);
    browser = await startBrowser();
  });
  beforeEach(async () => {
    watched = await openPage(browser);
    page = watched.page;
  });
  afterEach(() => watched[Symbol.asyncDispose]());
  afterAll(async () => {
    await browser.close();
    await server[Symbol.asyncDispose]();
    await fleet.close();
    await many.close();
    await local.close();
    directory.remove();
  });

  test('the table fills, from this server alone, without a complaint and without a secret', async () => {
    await page.goto(server.url);
    await readyRow('prod-006').waitFor();
    for (const name of ['prod-001', 'prod-002', 'prod-003', 'prod-004', 'prod-005']) await readyRow(name).waitFor();
    expect(await rowOf('prod-001').getByRole('cell').allInnerTexts()).toEqual([
      'prod',
      '● Ready',
      'v1.24.17',
      '2/2',
      expect.stringMatching(/^\d+$/),
      expect.stringMatching(/^\d+ ms$/),
      '',
    ]);
    expect(await page.getByRole('button', { name: '6 clusters' }).isVisible()).toBe(true);
    await page.getByText(/Live, checked \d+ s ago/).waitFor();
    await page.getByRole('listitem').filter({ hasText: '6 clusters were added, the last one prod-006' }).waitFor();
    await fleet.run('namespaces_list', { cluster: 'prod-002' });
    await page.getByRole('row', { name: /namespaces_list by \S+ prod-002 ok, / }).waitFor();
    expect(watched.complaints).toEqual([]);
    expect(watched.requests.filter((url) => !url.startsWith(server.url))).toEqual([]);
    const html = await page.content();
    const files = many.endpoints.map(({ kubeconfigPath }) => readFileSync(kubeconfigPath, 'utf8'));
    const secrets = files.flatMap((file) => file.match(/[\w+/=]{60,}/g) ?? []);
    expect(secrets.length).toBeGreaterThanOrEqual(6);
    for (const secret of secrets) expect(html).not.toContain(secret.slice(0, 40));
  });

  test('with the keyboard: search, move, open a cluster, go back', async () => {
    await page.goto(server.url);
    await readyRow('prod-004').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('prod-00');
    await page.keyboard.press('ArrowDown');
    expect(await focusedText(page)).toBe('prod-001');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    expect(await focusedText(page)).toBe('prod-005');
    await page.keyboard.press('Enter');
    const detail = page.getByRole('complementary', { name: 'prod-005' });
    await detail.getByText('API server').waitFor();
    expect(await focusedText(page)).toBe('prod-005');
    expect(new URL(page.url()).hash).toBe('#/clusters/prod-005');
    expect(await detail.locator('dd').allInnerTexts()).toContain(many.endpoints[4]!.server);
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'hidden' });
    expect(await focusedElement(page)).toBe('A');
    expect(await focusedText(page)).toBe('prod-005');
    expect(new URL(page.url()).hash).toBe('');
    await page.goBack();
    await detail.getByText('API server').waitFor();
    expect(watched.complaints).toEqual([]);
  });

  test('the search and the filters show what fits, and say so when nothing does', async () => {
    await page.goto(server.url);
    await readyRow('prod-006').waitFor();
    const shown = (): Promise<string[]> => page.locator('#rows tr:visible a').allInnerTexts();
    await page.getByRole('combobox', { name: 'Environment' }).selectOption('dev');
    expect(await shown()).toEqual(['prod-006']);
    await page.getByRole('combobox', { name: 'Environment' }).selectOption('');
    await page.getByRole('searchbox').fill('V1.24 prod 3');
    expect(await shown()).toEqual(['prod-003']);
    await page.getByRole('searchbox').fill('<img src=x>');
    await page.getByText('No cluster fits.').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    expect(await shown()).toHaveLength(6);
    await page.getByRole('button', { name: 'NotReady' }).click();
    expect(await shown()).toEqual([]);
  });

  test('an address leads to the detail of a cluster; one that is not there says so', async () => {
    await page.goto(`${server.url}#/clusters/prod-003`);
    await page.getByRole('complementary', { name: 'prod-003' }).getByText('API server').waitFor();
    await page.goto(`${server.url}#/clusters/prod-003x`);
    await page.getByText(/There is no cluster "prod-003x"/).waitFor();
    await page.goto(`${server.url}#/clusters/%E0%A4%A`);
    await page.getByRole('complementary', { name: '%E0%A4%A' }).waitFor();
  });

  // Several rounds of probes in a browser: a busy machine takes its time.
  test('a cluster that stops turns red and moves up, is announced, and comes back green', { timeout: 90_000 }, async () => {
    await page.goto(server.url);
    await readyRow('prod-004').waitFor();
    const status = rowOf('prod-004').locator('.c-status');
    const green = await colourOf(status);
    await rowOf('prod-004').getByRole('link').focus();
    await faultsOf('prod-004').stop();
    await page.getByRole('row', { name: /^prod-004 .*✕? ?Unknown .*refused: / }).waitFor();
    const [redPart = 0, ...otherParts] = await colourOf(status);
    expect(redPart).toBeGreaterThan(2 * Math.max(...otherParts));
    expect(await status.innerText()).toBe('✕ Unknown');
    expect(await page.locator('#rows tr:visible a').first().innerText()).toBe('prod-004');
    // Moving up takes the row along, not the focus from it.
    expect(await focusedText(page)).toBe('prod-004');
    expect(await page.title()).toBe('(1) Fleet');
    await page.getByRole('status').filter({ hasText: 'prod-004 is now Unknown.' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'prod-004 is unreachable (refused)' }).first().waitFor();
    await faultsOf('prod-004').clear();
    await readyRow('prod-004').waitFor();
    expect(await colourOf(status)).toEqual(green);
    await page.getByRole('listitem').filter({ hasText: 'prod-004 is reachable again' }).first().waitFor();
    expect(await page.title()).toBe('Fleet');
    expect(watched.complaints).toEqual([]);
  });

  test('when the server is gone, what is shown is marked as old, and it comes back by itself or on demand', async () => {
    await page.goto(server.url);
    await readyRow('prod-001').waitFor();
    await page.getByText(/Live, checked/).waitFor();
    await server.stop();
    const banner = page.getByRole('alert').filter({ hasText: /cannot be reached|ended the connection/ });
    await banner.filter({ hasText: /What you see is from .* and may be wrong\./ }).waitFor();
    await page.getByText(/Not connected, \d+ s old/).waitFor();
    expect(await page.locator('.out-of-date').count()).toBe(1);
    await server.start();
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.getByText(/Live, checked/).waitFor();
    expect(await page.locator('.out-of-date').count()).toBe(0);
    await server.stop();
    await banner.waitFor();
    await server.start();
    await page.getByText(/Live, checked/).waitFor();
  });

  test.each(['light', 'dark'] as const)('%s: every text of a status can be read, on narrow screens too', async (colorScheme) => {
    await using own = await openPage(browser, { colorScheme, viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' });
    page = own.page;
    await faultsOf('prod-002').stop();
    await page.goto(server.url);
    await readyRow('prod-001')
      .or(page.getByRole('row', { name: /^prod-001/ }))
      .first()
      .waitFor();
    await page.locator('#rows tr[data-look=lost]').waitFor();
    await page.locator('#rows tr[data-look=ready]').first().waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    for (const look of ['ready', 'lost']) {
      const contrast = await contrastOf(page.locator(`#rows tr[data-look=${look}] .c-status`).first());
      expect(contrast).toBeGreaterThanOrEqual(4.5);
    }
    const [lightness] = await groundOf(page.locator('body'));
    if (colorScheme === 'dark') expect(lightness).toBeLessThan(60);
    else expect(lightness).toBeGreaterThan(200);
    expect(await page.evaluate<number>('document.getAnimations().length')).toBe(0);
    await faultsOf('prod-002').clear();
  });
});
