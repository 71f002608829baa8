import type { Toolset } from '../../operation.js';
import { portForwardList } from './port-forward-list.js';
import { portForwardStart } from './port-forward-start.js';
import { portForwardStop } from './port-forward-stop.js';

export const portForwardOperations = [portForwardList, portForwardStart, portForwardStop] as const;

export const portForwardToolset = {
  name: 'port_forward',
  title: 'Port-forwards',
  description: 'Local ports that lead to pods, services and workloads.',
  default: false,
  operations: portForwardOperations,
} satisfies Toolset;
