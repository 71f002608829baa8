import { z } from 'zod';

export const apiVersionField = z
  .string()
  .regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?v[0-9][a-z0-9]*$/, 'must look like v1, apps/v1 or example.com/v1')
  .describe('v1, apps/v1, example.com/v1');
export const kindField = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9]{0,62}$/, 'must be a kind such as Deployment')
  .describe('Deployment, ConfigMap, Node');
