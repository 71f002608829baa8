import type { Toolset } from '../../operation.js';
import { eventsList } from './events-list.js';
import { namespacesList } from './namespaces-list.js';
import { podsGet } from './pods-get.js';
import { podsList } from './pods-list.js';
import { podsListInNamespace } from './pods-list-in-namespace.js';
import { podsLog } from './pods-log.js';
import { resourcesGet } from './resources-get.js';
import { resourcesList } from './resources-list.js';

export const coreOperations = [
  eventsList,
  namespacesList,
  podsGet,
  podsList,
  podsListInNamespace,
  podsLog,
  resourcesGet,
  resourcesList,
] as const;

export const coreToolset = {
  name: 'core',
  title: 'Kubernetes objects',
  description: 'Namespaces, pods, logs, events and resources of any kind.',
  default: true,
  operations: coreOperations,
} satisfies Toolset;
