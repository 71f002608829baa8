import type { Toolset } from '../../operation.js';
import { apiResources } from './api-resources.js';
import { explain } from './explain.js';
import { resourcesDescribe } from './resources-describe.js';
import { resourcesTree } from './resources-tree.js';
import { resourcesWatch } from './resources-watch.js';
import { version } from './version.js';

export const inspectOperations = [apiResources, explain, resourcesDescribe, resourcesTree, resourcesWatch, version] as const;

export const inspectToolset = {
  name: 'inspect',
  title: 'Looking closely',
  description: 'What a cluster serves; objects with all that belongs to them, and as they change.',
  default: false,
  operations: inspectOperations,
} satisfies Toolset;
