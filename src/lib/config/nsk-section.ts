import { z } from 'zod';
import { customField, duration, list, optionalText, optionalToggle, text, toggle } from './fields.js';
import { clusterExpression, optionalUrl, rancherKeys, tokenFile, tokenSecret } from './rancher-fields.js';

/** `[nsk]`: kubeconfigs from Rancher. */
export const nskSection = () =>
  z.strictObject({
    enabled: optionalToggle('Fetch kubeconfigs from Rancher.', 'true when the section sets any key'),
    mode: customField(z.enum(['auto', 'nsk', 'rancher']).default('auto'), {
      kind: 'text',
      default: 'auto',
      description:
        'Who is asked: the program (`nsk`), Rancher itself (`rancher`), or the program where it is there, else Rancher (`auto`).',
    }),
    rancherUrl: optionalUrl(),
    rancherToken: optionalText('API token of Rancher. Better given as `${NAME}` or by RANCHER_TOKEN than written in the file.', {
      secret: true,
    }),
    rancherTokenFile: tokenFile(),
    rancherTokenSecret: tokenSecret(),
    rancherInsecure: toggle(false, 'Accept any certificate from Rancher. For test installations only.'),
    profile: text('default', 'Profile of the `nsk` program.'),
    configDir: text('~/.nsk', 'Configuration folder of the `nsk` program.', 'path'),
    autoRefresh: toggle(false, 'Fetch the kubeconfigs again every `refresh_interval`.'),
    refreshInterval: duration('1h', 'Time between two refreshes. A value that cannot be used is reported, and 1h is used.', 1_000),
    clusterPattern: clusterExpression(),
    excludeClusters: list('Names of clusters that are not fetched.'),
    nskPath: text('nsk', 'The `nsk` program: a path, or a name to look for on PATH.', 'path'),
    githubToken: optionalText('GitHub token that `nsk` uses to update itself. Better given by GITHUB_TOKEN.', { secret: true }),
    ...rancherKeys,
  });
