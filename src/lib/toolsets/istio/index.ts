import type { Toolset } from '../../operation.js';
import { istioDiagnose } from './istio-diagnose.js';
import { istioResourcesList } from './istio-resources-list.js';
import { istioStatus } from './istio-status.js';

export const istioOperations = [istioDiagnose, istioResourcesList, istioStatus] as const;

export const istioToolset = {
  name: 'istio',
  title: 'Istio',
  description: 'The Istio mesh: its control plane, who is in it, its routes and policies, and what is broken.',
  default: false,
  operations: istioOperations,
} satisfies Toolset;
