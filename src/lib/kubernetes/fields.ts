import { z } from 'zod';
import { once } from '../platform/deferred.js';

/** A name is never a flag of some program: refused before anything looks at it. */
const nameText = once(() =>
  z
    .string()
    .min(1)
    .refine((name) => !name.startsWith('-'), {
      error: ({ input }) => `${JSON.stringify(String(input).slice(0, 80))} begins with "-", which no name does`,
    }),
);

/** Shared parameters: one schema and one description each, so that they mean the same everywhere. */
export const namespaceField = once(() => nameText().describe('Namespace'));
export const optionalNamespaceField = once(() => namespaceField().optional().describe("Default: the kubeconfig's"));
export const allNamespacesField = once(() => namespaceField().optional().describe('Default: all'));
export const nameField = once(() => nameText().describe('Object name'));
export const labelSelectorField = once(() => z.string().min(1).max(2000).optional().describe('app=web,tier!=cache'));
export const fieldSelectorField = once(() => z.string().min(1).max(2000).optional().describe('status.phase=Running'));
export const limitField = once(() => z.int().min(0).max(10_000).optional().describe('Rows at most; 0 = all'));
export const continueField = once(() => z.string().min(1).max(8000).optional().describe('Token of the previous answer'));

export const apiVersionField = once(() =>
  z
    .string()
    .regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?v[0-9][a-z0-9]*$/, 'must look like v1, apps/v1 or example.com/v1')
    .describe('v1, apps/v1'),
);
export const kindField = once(() =>
  z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/, 'must be a kind such as Deployment')
    .describe('Deployment, Node'),
);
