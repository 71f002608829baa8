// Found in the leading server (unknown keys of calls and of the configuration were ignored; `read_onli = true` started a server that
// writes; a misspelt name in a list denied nothing), and Flux159 #356.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, loadConfig, type FleetConfigInput } from '../../../src/index.js';
import { smallestInput } from '../../contract/catalog/smallest-input.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';
import { ending, NAMED, openSite, type Site } from './site.js';

await describeWithFleet('no parameter is ignored', () => {
  let site: Site;
  beforeAll(async () => {
    site = await openSite();
  });
  afterAll(() => site[Symbol.asyncDispose]());

  test.each(NAMED)('%s', async (name, operation) => {
    const input = smallestInput(operation, 'legacy');
    const [known = 'x'] = Object.keys(operation.input.shape);
    const before = site.requests();
    for (const extra of [
      { dryrun: true },
      { [`${known}_`]: 'x' },
      { [known.toUpperCase() === known ? `${known}x` : known.toUpperCase()]: 'x' },
      { constructor: 1 },
      { ['__proto__x']: 1 },
    ]) {
      expect((await ending(site.fleet, name, { ...input, ...extra })).code).toBe('INPUT_INVALID');
    }
    for (const no of ['text', [input], 5, true]) expect((await ending(site.fleet, name, no)).code).toBe('INPUT_INVALID');
    expect(site.requests()).toBe(before);
  });
});

describe('no key of the configuration is ignored', () => {
  const folder = temporaryDirectory();
  afterAll(() => {
    folder.remove();
  });

  test.each([
    'read_onli = true',
    'denied_kind = ["Secret"]',
    '[acess.clusters]\nprod = "read-only"',
    '[access]\nrule = []',
    '[[reveal]]\nuser = ["ada"]',
  ])('%j stops the start', async (text) => {
    const file = join(folder.path, 'fleet.toml');
    writeFileSync(file, `${text}\n`);
    expect(await failureOf(loadConfig({ file, environment: {} }))).toMatchObject({ code: 'CONFIG_INVALID' });
  });

  test.each<FleetConfigInput>([
    { deny: ['pods_delet'] },
    { allow: ['pods_lst'] },
    { toolsets: ['cor'] },
    { deniedKinds: ['Secrt'] },
    { deniedNamespaces: ['kube_system'] },
    { reveal: [{ operations: ['resource_get'] }] },
  ])('%j stops the start', (config) => {
    expect(() => createFleet(config)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
