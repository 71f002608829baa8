import type { Toolset } from '../../operation.js';
import { apiResources } from './api-resources.js';
import { explain } from './explain.js';
import { version } from './version.js';

export const inspectOperations = [apiResources, explain, version] as const;

export const inspectToolset = {
  name: 'inspect',
  title: 'Looking closely',
  description: 'What a cluster serves and which version it is.',
  default: false,
  operations: inspectOperations,
} satisfies Toolset;
