import { z } from 'zod';
import { FleetError } from '../../errors.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';
import { rancherField } from './choose-ranchers.js';
import { kubeconfigSource } from './kubeconfig-source.js';
import { maskedKubeconfig } from './masked-kubeconfig.js';

export const nskGet = defineOperation({
  name: 'nsk_get',
  title: 'Get a kubeconfig from Rancher',
  description: 'The kubeconfig of one cluster of Rancher, credentials masked; with save it is written to the folder of the fleet.',
  scope: 'fleet',
  effect: 'write',
  idempotent: true,
  needs: ['nsk'],
  input: deferred(() =>
    z.object({
      cluster_name: z.string().min(1).max(253).describe('In the fleet, or at Rancher'),
      save: z.boolean().optional().describe('Also write it'),
      rancher: rancherField(),
    }),
  ),
  output: deferred(() =>
    z.object({
      rancher: z.string(),
      cluster: z.string(),
      id: z.string(),
      server: z.string().optional(),
      contexts: z.array(z.string()),
      path: z.string().optional(),
      saved: z.boolean(),
      kubeconfig: z.string(),
    }),
  ),
  handler: async (context, { cluster_name: name, save = false, rancher }) => {
    const source = await kubeconfigSource(context, name, rancher);
    const held = await source.rancher.kubeconfig(source.cluster, { save, signal: context.signal });
    const { server, contexts, text } = await maskedKubeconfig(held.text);
    if (save && held.path === undefined)
      throw new FleetError('INTERNAL', `The kubeconfig of ${held.cluster} was to be saved, and has no file.`);
    return {
      rancher: source.rancher.name,
      cluster: held.cluster,
      id: held.id,
      ...(server === undefined ? {} : { server }),
      contexts: [...contexts],
      ...(held.path === undefined ? {} : { path: held.path }),
      saved: held.written,
      kubeconfig: text,
    };
  },
  render: ({ rancher, cluster, id, path, saved, kubeconfig }) => {
    const file = path === undefined ? 'not saved; save=true writes it' : saved ? `written to ${path}` : `current in ${path}`;
    return `${cluster} (${id}) of ${rancher}: ${file}. Credentials are masked.\n\n${kubeconfig}`;
  },
});
