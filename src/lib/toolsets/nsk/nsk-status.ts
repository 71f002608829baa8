import { z } from 'zod';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';
import { chosenRanchers, rancherField } from './choose-ranchers.js';
import { loginFacts } from './login-facts.js';
import { seenClusters } from './seen-clusters.js';
import { statusOutput, statusShape } from './status-output.js';
import { statusText } from './status-text.js';

export const nskStatus = defineOperation({
  name: 'nsk_status',
  title: 'Status of kubeconfigs from Rancher',
  description: 'Health of the refreshes from Rancher, when its token ends, and which clusters are not active, removed or held.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  needs: ['nsk'],
  input: deferred(() => z.object({ rancher: rancherField() })),
  output: deferred(() => z.object({ ranchers: z.array(statusShape()) })),
  handler: async (context, { rancher }) => {
    const ranchers = chosenRanchers(context, rancher).map(async (each) => {
      const seen = await seenClusters(context, each);
      return statusOutput(await each.status(), await loginFacts(each, seen, context.signal), seen, context.isLimited);
    });
    return { ranchers: await Promise.all(ranchers) };
  },
  render: ({ ranchers }) => ranchers.flatMap(statusText).join('\n'),
});
