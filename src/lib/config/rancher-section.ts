import { z } from 'zod';
import { customField, duration, list, optionalText, table, toggle } from './fields.js';
import { clusterExpression, neededUrl, rancherKeys, tokenFile, tokenSecret } from './rancher-fields.js';

const PREFIX_RULE = 'must be letters, digits, ".", "_" and "-", and begin with a letter or digit';
const prefix = () =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/, PREFIX_RULE)
    .optional();

/** `[rancher.NAME]`: one Rancher, asked without any program. */
const rancherServer = () =>
  z.strictObject({
    url: neededUrl(),
    token: optionalText('API token of Rancher. Better given as `${NAME}` than written in the file.', { secret: true }),
    tokenFile: tokenFile(),
    tokenSecret: tokenSecret(),
    insecure: toggle(false, 'Accept any certificate from Rancher. For test installations only.'),
    autoRefresh: toggle(true, 'Ask Rancher again every `refresh_interval`: which clusters there are, how they are, and their kubeconfigs.'),
    refreshInterval: duration('1h', 'Time between two refreshes.', 1_000),
    pattern: clusterExpression(),
    exclude: list('Names of clusters that are not fetched, as Rancher calls them.'),
    prefix: customField(prefix(), {
      kind: 'text',
      description: 'Put before the names of its clusters: every Rancher has one that is called `local`.',
    }),
    directory: optionalText('Folder for its kubeconfigs. Absent: `~/.fleetwright/rancher/NAME`.', { kind: 'path' }),
    ...rancherKeys,
  });

/** `[rancher]`: several Ranchers by name. */
export const rancherSection = () => table(rancherServer(), 'Ranchers that clusters are taken from, by names of yours.');
