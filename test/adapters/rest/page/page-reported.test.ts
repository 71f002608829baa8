import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalFleet } from '../../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../../support/fleet.js';
import { behind, rancherStage } from '../../../lib/fleet-rancher-stage.js';
import { openPage, startBrowser } from './browser.js';
import { contrastOf } from './in-page.js';
import { startPageServer } from './page-server.js';

await describeWithFleet('the web page, on clusters of a Rancher', () => {
  let local: LocalFleet;
  let browser: Browser;
  beforeAll(async () => {
    local = await sharedFleet();
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await local.close();
  });

  test('what Rancher says is shown as such at once, and beside what the probe saw after it', { timeout: 90_000 }, async () => {
    const legacy = local.cluster('legacy');
    await using stage = rancherStage();
    const rancher = await stage.rancher({
      clusters: [
        { id: 'c-m-00000001', name: 'legacy', server: { ...behind(local, 'legacy'), port: Number(new URL(legacy.server).port) } },
        { id: 'c-m-00000002', name: 'edge', state: 'unavailable', transitioningMessage: 'Cluster agent is not connected' },
      ],
      knobs: { disconnectedDelayMs: 60_000 },
    });
    const fleet = stage.open({
      rancher: { eu: { url: rancher.url, token: rancher.token, ca: stage.ca, directory: `${stage.folder}/eu` } },
      probeTimeout: '8s',
    });
    await fleet.clusters.list();
    legacy.faults.hang();
    await using server = await startPageServer(fleet);
    await using watched = await openPage(browser);
    const { page } = watched;
    await page.goto(server.url);
    const rowOf = (name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) });
    const reported = rowOf('legacy').filter({ hasText: 'Ready, reported' });
    await reported.waitFor();
    expect(await reported.locator('.c-status').innerText()).toBe('○ Ready, reported');
    expect(await contrastOf(reported.locator('.c-status'))).toBeGreaterThanOrEqual(4.5);
    const away = rowOf('edge').filter({ hasText: 'NotReady, reported' });
    await away.waitFor();
    expect(await away.locator('.c-error').innerText()).toBe('Rancher eu: Cluster agent is not connected');
    expect(await page.title()).toBe('(1) Fleet');
    legacy.faults.resume();
    await page.getByRole('row', { name: /^legacy .*Ready v1\.24\.17/ }).waitFor();
    // Probed: the words of Rancher first, then what the probe saw.
    const both = rowOf('edge').filter({ hasText: 'did not answer within 8 s' });
    await both.waitFor();
    expect(await both.locator('.c-status').innerText()).toBe('▲ NotReady');
    expect(await both.locator('.c-error').innerText()).toMatch(/^Rancher eu: Cluster agent is not connected\. The probe: /);
    await both.getByRole('link').click();
    const detail = page.getByRole('complementary', { name: 'edge' });
    await detail.getByText(/^NotReady by Rancher eu at .*: Cluster agent is not connected$/).waitFor();
    expect(watched.complaints).toEqual([]);
  });
});
