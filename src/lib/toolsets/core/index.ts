import type { Toolset } from '../../operation.js';
import { eventsList } from './events-list.js';
import { namespacesList } from './namespaces-list.js';
import { podsDelete } from './pods-delete.js';
import { podsExec } from './pods-exec.js';
import { podsGet } from './pods-get.js';
import { podsList } from './pods-list.js';
import { podsListInNamespace } from './pods-list-in-namespace.js';
import { podsLog } from './pods-log.js';
import { podsRun } from './pods-run.js';
import { resourcesCreateOrUpdate } from './resources-create-or-update.js';
import { resourcesDelete } from './resources-delete.js';
import { resourcesGet } from './resources-get.js';
import { resourcesList } from './resources-list.js';
import { resourcesScale } from './resources-scale.js';

export const coreOperations = [
  eventsList,
  namespacesList,
  podsDelete,
  podsExec,
  podsGet,
  podsList,
  podsListInNamespace,
  podsLog,
  podsRun,
  resourcesCreateOrUpdate,
  resourcesDelete,
  resourcesGet,
  resourcesList,
  resourcesScale,
] as const;

export const coreToolset = {
  name: 'core',
  title: 'Kubernetes objects',
  description: 'Namespaces, pods, logs, events and resources of any kind.',
  default: true,
  operations: coreOperations,
} satisfies Toolset;
