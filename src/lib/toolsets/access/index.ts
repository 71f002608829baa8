import type { Toolset } from '../../operation.js';
import { canI } from './can-i.js';
import { whoami } from './whoami.js';

export const accessOperations = [canI, whoami] as const;

export const accessToolset = {
  name: 'access',
  title: 'Rights',
  description: 'Who the credential of a cluster is, and what it may do there.',
  default: false,
  operations: accessOperations,
} satisfies Toolset;
