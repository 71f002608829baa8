import type { Toolset } from '../../operation.js';
import { gatewayDiagnose } from './gateway-diagnose.js';
import { gatewayList } from './gateway-list.js';

export const gatewayOperations = [gatewayDiagnose, gatewayList] as const;

export const gatewayToolset = {
  name: 'gateway',
  title: 'Gateway API',
  description: 'Gateways and routes of the Gateway API: what is attached to what, and what is broken.',
  default: false,
  operations: gatewayOperations,
} satisfies Toolset;
