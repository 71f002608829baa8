// containers #75 (700,000 tokens for one namespace), futuretea get_all (2.1 MB in one answer), mkp #89 (what was cut was not told).
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeWithFleet } from '../../support/fleet.js';
import { ownNamespace } from '../../support/own-namespace.js';
import { openSite, type Site } from './site.js';

const NAMESPACE = 'unbounded-answers';
const MOST_TEXT = 30_000;
const MAPS = 300;

await describeWithFleet('no answer fills the room of a model', () => {
  let site: Site;
  let remove: () => Promise<void>;
  beforeAll(async () => {
    site = await openSite();
    remove = await ownNamespace(site.local, NAMESPACE);
    const names = Array.from({ length: MAPS }, (_, index) => `${'a-long-name-'.repeat(8)}${String(index).padStart(4, '0')}`);
    const create = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { text: 'x'.repeat(500) } });
    const path = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
    await Promise.all(
      site.local.clusters.flatMap(({ adminClient }) => names.map((name) => adminClient.request('POST', path, create(name)))),
    );
  });
  afterAll(async () => {
    await remove();
    await site[Symbol.asyncDispose]();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test.each(['table', 'json', 'yaml', 'names'] as const)(
      'a long list as %s is cut, says so, and can be read to its end',
      async (output) => {
        const seen = new Set<string>();
        let next: string | undefined;
        let pages = 0;
        do {
          const more = next === undefined ? {} : { continue: next };
          const input = { apiVersion: 'v1', kind: 'ConfigMap', namespace: NAMESPACE, cluster, output, ...more };
          const result = await site.fleet.call({ operation: 'resources_list', input });
          expect(result.text().length).toBeLessThan(MOST_TEXT);
          for (const [name] of JSON.stringify(result.output).matchAll(/(?:a-long-name-){8}\d{4}/g)) seen.add(name);
          next = typeof result.output['continue'] === 'string' ? result.output['continue'] : undefined;
          if (next !== undefined) expect(result.text()).toContain('continue');
          pages += 1;
        } while (next !== undefined && pages < 100);
        expect(seen.size).toBe(MAPS);
        expect(pages).toBeGreaterThan(1);
      },
    );
  });
});
