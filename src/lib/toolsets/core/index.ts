import type { Toolset } from '../../operation.js';
import { eventsList } from './events-list.js';
import { namespacesList } from './namespaces-list.js';
import { nodesLog } from './nodes-log.js';
import { nodesStatsSummary } from './nodes-stats-summary.js';
import { nodesTop } from './nodes-top.js';
import { podsDelete } from './pods-delete.js';
import { podsExec } from './pods-exec.js';
import { podsGet } from './pods-get.js';
import { podsList } from './pods-list.js';
import { podsListInNamespace } from './pods-list-in-namespace.js';
import { podsLog } from './pods-log.js';
import { podsRun } from './pods-run.js';
import { podsTop } from './pods-top.js';
import { projectsList } from './projects-list.js';
import { resourcesCreateOrUpdate } from './resources-create-or-update.js';
import { resourcesDelete } from './resources-delete.js';
import { resourcesGet } from './resources-get.js';
import { resourcesList } from './resources-list.js';
import { resourcesScale } from './resources-scale.js';

export const coreOperations = [
  eventsList,
  namespacesList,
  nodesLog,
  nodesStatsSummary,
  nodesTop,
  podsDelete,
  podsExec,
  podsGet,
  podsList,
  podsListInNamespace,
  podsLog,
  podsRun,
  podsTop,
  projectsList,
  resourcesCreateOrUpdate,
  resourcesDelete,
  resourcesGet,
  resourcesList,
  resourcesScale,
] as const;

export const coreToolset = {
  name: 'core',
  title: 'Kubernetes objects',
  description: 'Namespaces, pods, logs, usage, events and resources of any kind.',
  default: true,
  operations: coreOperations,
} satisfies Toolset;
