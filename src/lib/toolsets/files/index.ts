import type { Toolset } from '../../operation.js';
import { podsCp } from './pods-cp.js';

export const filesOperations = [podsCp] as const;

export const filesToolset = {
  name: 'files',
  title: 'Files',
  description: 'Files of containers: copies to and from one folder of this machine.',
  default: false,
  operations: filesOperations,
} satisfies Toolset;
