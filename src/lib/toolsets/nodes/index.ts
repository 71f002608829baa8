import type { Toolset } from '../../operation.js';
import { nodesCordon, nodesUncordon } from './nodes-cordon.js';
import { nodesDrain } from './nodes-drain.js';
import { nodesTaint } from './nodes-taint.js';

export const nodesOperations = [nodesCordon, nodesDrain, nodesTaint, nodesUncordon] as const;

export const nodesToolset = {
  name: 'nodes',
  title: 'Care of nodes',
  description: 'Cordon, drain and taint nodes.',
  default: false,
  operations: nodesOperations,
} satisfies Toolset;
