import type { Toolset } from '../../operation.js';
import { clustersExecAll } from './clusters-exec-all.js';
import { clustersList } from './clusters-list.js';
import { clustersRefreshStatus } from './clusters-refresh-status.js';
import { clustersStatus } from './clusters-status.js';
import { clustersSwitch } from './clusters-switch.js';

export const clustersOperations = [clustersExecAll, clustersList, clustersRefreshStatus, clustersStatus, clustersSwitch] as const;

export const clustersToolset = {
  name: 'clusters',
  title: 'Clusters of the fleet',
  description: 'Which clusters there are, how they are, and running one read on many of them.',
  default: true,
  operations: clustersOperations,
} satisfies Toolset;
