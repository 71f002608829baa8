import type { Toolset } from '../../operation.js';
import { nskClean } from './nsk-clean.js';
import { nskClustersDiscover } from './nsk-clusters-discover.js';
import { nskGet } from './nsk-get.js';
import { nskRefresh } from './nsk-refresh.js';
import { nskStatus } from './nsk-status.js';
import { rancherClusterConditions } from './rancher-cluster-conditions.js';
import { rancherNodePools } from './rancher-node-pools.js';
import { rancherProjects } from './rancher-projects.js';
import { rancherTokens } from './rancher-tokens.js';

export const nskOperations = [
  nskClean,
  nskClustersDiscover,
  nskGet,
  nskRefresh,
  nskStatus,
  rancherClusterConditions,
  rancherNodePools,
  rancherProjects,
  rancherTokens,
] as const;

export const nskToolset = {
  name: 'nsk',
  title: 'Rancher',
  description: 'Kubeconfigs that come from Rancher, natively or through nsk, and what Rancher knows of their clusters.',
  default: true,
  operations: nskOperations,
} satisfies Toolset;
