import { z } from 'zod';
import { customField, duration, list, optionalText, optionalToggle, text, toggle } from './fields.js';

const clusterPattern = z
  .string()
  .optional()
  .superRefine((value, context) => {
    if (value === undefined) return;
    try {
      new RegExp(value);
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/^.*\/: /, '') : 'not readable';
      context.addIssue({ code: 'custom', message: `is not a regular expression: ${why}` });
    }
  });

const rancherUrl = z
  .string()
  .optional()
  .refine((value) => value === undefined || /^https?:\/\/[^\s/]+/.test(value), 'must be a URL such as "https://rancher.example.com"');

/** `[nsk]`: kubeconfigs from Rancher. */
export const nskSection = z.strictObject({
  enabled: optionalToggle('Fetch kubeconfigs from Rancher.', 'true when the section sets any key'),
  rancherUrl: customField(rancherUrl, { kind: 'text', description: 'Address of Rancher.' }),
  rancherToken: optionalText('API token of Rancher. Better given as `${NAME}` or by RANCHER_TOKEN than written in the file.', {
    secret: true,
  }),
  rancherInsecure: toggle(false, 'Accept any certificate from Rancher. For test installations only.'),
  profile: text('default', 'Profile of the `nsk` program.'),
  configDir: text('~/.nsk', 'Configuration folder of the `nsk` program.', 'path'),
  autoRefresh: toggle(false, 'Fetch the kubeconfigs again every `refresh_interval`.'),
  refreshInterval: duration('1h', 'Time between two refreshes. A value that cannot be used is reported, and 1h is used.', 1_000),
  clusterPattern: customField(clusterPattern, {
    kind: 'expression',
    description: 'Regular expression; only clusters whose names match are fetched.',
  }),
  excludeClusters: list('Names of clusters that are not fetched.'),
  nskPath: text('nsk', 'The `nsk` program: a path, or a name to look for on PATH.', 'path'),
  githubToken: optionalText('GitHub token that `nsk` uses to update itself. Better given by GITHUB_TOKEN.', { secret: true }),
});
