import { z } from 'zod';

/** A name is never a flag of some program: refused before anything looks at it. */
const nameText = z
  .string()
  .min(1)
  .refine((name) => !name.startsWith('-'), {
    error: ({ input }) => `${JSON.stringify(String(input).slice(0, 80))} begins with "-", which no name does`,
  });

/** Shared parameters: one schema and one description each, so that they mean the same everywhere. */
export const namespaceField = nameText.describe('Namespace');
export const optionalNamespaceField = namespaceField.optional().describe("Default: the kubeconfig's");
export const allNamespacesField = namespaceField.optional().describe('Default: all');
export const nameField = nameText.describe('Object name');
export const labelSelectorField = z.string().min(1).max(2000).optional().describe('app=web,tier!=cache');
export const fieldSelectorField = z.string().min(1).max(2000).optional().describe('status.phase=Running');
export const limitField = z.int().min(0).max(10_000).optional().describe('Rows at most; 0 = all');
export const continueField = z.string().min(1).max(8000).optional().describe('Token of the previous answer');

export const apiVersionField = z
  .string()
  .regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?v[0-9][a-z0-9]*$/, 'must look like v1, apps/v1 or example.com/v1')
  .describe('v1, apps/v1');
export const kindField = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/, 'must be a kind such as Deployment')
  .describe('Deployment, Node');
