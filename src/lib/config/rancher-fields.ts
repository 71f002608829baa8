import { z } from 'zod';
import { deferred } from '../platform/deferred.js';
import { clusterPatternProblem } from '../integrations/nsk/cluster-pattern.js';
import { customField, optionalText, table, toggle } from './fields.js';

const expression = () =>
  z
    .string()
    .optional()
    .superRefine((value, context) => {
      const problem = value === undefined ? undefined : clusterPatternProblem(value);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
    });

/** A regular expression for names of clusters. */
export const clusterExpression = () =>
  customField(expression(), {
    kind: 'expression',
    description: 'Regular expression; only clusters whose names match are fetched.',
  });

const URL_RULE = 'must be a URL such as "https://rancher.example.com"';

/** Whether a text is an address of a Rancher. */
export const isRancherUrl = (text: string): boolean => /^https?:\/\/[^\s/]+/.test(text) && URL.canParse(text);

/** The address of a Rancher that must be there. */
export const neededUrl = () => customField(z.string().refine(isRancherUrl, URL_RULE), { kind: 'text', description: 'Address of Rancher.' });

/** The address of a Rancher that may be absent. */
export const optionalUrl = () =>
  customField(
    z
      .string()
      .optional()
      .refine((value) => value === undefined || isRancherUrl(value), URL_RULE),
    { kind: 'text', description: 'Address of Rancher.' },
  );

const SECRET_RULE = 'must be NAMESPACE/NAME#KEY, such as "tools/rancher#token"';
const secretReference = () =>
  z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\/[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?#[-._a-zA-Z0-9]{1,253}$/, SECRET_RULE)
    .optional();

/** Where an API token may stand beside the configuration itself. */
export const tokenFile = () => optionalText('File that holds the API token of Rancher; read again when it changes.', { kind: 'path' });
export const tokenSecret = () =>
  customField(secretReference(), {
    kind: 'text',
    description:
      'Secret that holds the API token of Rancher, as `NAMESPACE/NAME#KEY`. It is read from the cluster that this process runs in, with its service account, and again every minute.',
  });

const CHECKSUM_RULE = 'must be a SHA-256: 64 hexadecimal digits';
const checksum = () =>
  z
    .string()
    .regex(/^[0-9a-f]{64}$/i, CHECKSUM_RULE)
    .optional();

const clusterIds = () =>
  z.array(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the id of a cluster, such as "c-m-7xk2p9qd"')).default([]);

/** What `[nsk]` and `[rancher.NAME]` say in the same words. */
export const rancherKeys = deferred(() => ({
  ca: optionalText('File with the authority of the certificate of Rancher, PEM. Absent: those of the system.', { kind: 'path' }),
  caChecksum: customField(checksum(), {
    kind: 'text',
    description: 'SHA-256 of the setting `cacerts` of Rancher: the authority is fetched from Rancher and used if it is that one.',
  }),
  kubeconfigs: customField(z.enum(['token', 'generate', 'ext']).default('token'), {
    kind: 'text',
    default: 'token',
    description:
      'What kubeconfigs hold. `token`: the API token, nothing is made on Rancher. `generate`: a token per cluster that Rancher generates. `ext`: one token for all (Rancher 2.12 and later).',
  }),
  directEndpoints: toggle(
    false,
    'Also write the direct endpoints of clusters that have one, and use them while Rancher is down; with `generate` or `ext` only. They go around the audit log of Rancher.',
  ),
  clusterIds: customField(clusterIds(), {
    kind: 'list',
    default: '[]',
    description: 'Ids of clusters that are asked for one by one where the token may list none, being scoped to a cluster.',
  }),
  environmentLabel: optionalText(
    'Label of clusters in Rancher whose value is their environment. Whoever may set it in Rancher decides which access level holds.',
  ),
  environments: table(
    z.string().min(1, 'must not be empty'),
    'Environments by label: value of `environment_label` = "environment". A value that is not here is itself the environment.',
  ),
  environment: optionalText('Environment of clusters without that label, and of the metrics of refreshes.'),
}));
