import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Logger } from '../../src/index.js';
import { nextEvent, rancherStage } from './fleet-rancher-stage.js';

const DAY_MS = 86_400_000;

test('a token that ends soon is told in the log, once a day and not with every refresh', async () => {
  await using stage = rancherStage();
  const rancher = await stage.rancher({ clusters: [{ id: 'c-1', name: 'one' }] });
  const { bearer } = rancher.tokens.mint({ ttl: 2.5 * DAY_MS });
  const lines: string[] = [];
  const logger: Logger = {
    log: (level, message) => {
      if (level === 'warn') lines.push(message);
    },
  };
  const eu = { url: rancher.url, token: bearer, ca: stage.ca, directory: join(stage.folder, 'eu') };
  const fleet = stage.open({ rancher: { eu } }, { logger });
  await fleet.clusters.list();
  await expect.poll(() => lines).toHaveLength(1);
  const asked = (): number => rancher.requests.filter(({ path }) => path.startsWith('/v3/tokens/')).length;
  expect(lines).toEqual([expect.stringMatching(/^The token token-\w+ of Rancher expires in 2 days \(.+\); make a new one before\.$/)]);
  expect(asked()).toBe(1);
  const finished = nextEvent(fleet, 'refresh-finished');
  await fleet.ranchers[0]?.refresh();
  await finished;
  await fleet.ranchers[0]?.refresh();
  expect(asked()).toBe(1);
});
