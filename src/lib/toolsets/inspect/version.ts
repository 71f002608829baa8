import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { isRecord } from '../../platform/plain-records.js';
import { VERSION } from '../../platform/version.js';
import { deferred } from '../../platform/deferred.js';

const output = deferred(() =>
  z.object({
    version: z.string(),
    platform: z.string().optional(),
    build_date: z.string().optional(),
    go_version: z.string().optional(),
    client: z.string().describe('Version of fleetwright'),
  }),
);

export const version = defineOperation({
  name: 'version',
  title: 'Version of a cluster',
  description: 'The Kubernetes version of the API server.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({})),
  output,
  handler: async ({ cluster, signal }) => {
    const answer = (await cluster.request({ path: '/version', signal })).json();
    const facts = isRecord(answer) ? answer : {};
    const text = (key: string, name: string): object => (typeof facts[key] === 'string' ? { [name]: facts[key] } : {});
    return {
      version: typeof facts['gitVersion'] === 'string' ? facts['gitVersion'] : 'unknown',
      ...text('platform', 'platform'),
      ...text('buildDate', 'build_date'),
      ...text('goVersion', 'go_version'),
      client: VERSION,
    };
  },
  render: (answer: z.output<typeof output> & { cluster?: string }) =>
    `${answer.cluster ?? ''}: Kubernetes ${answer.version} (${answer.platform ?? 'platform unknown'}, built ${answer.build_date ?? 'at an unknown time'}); fleetwright ${answer.client}`,
});
