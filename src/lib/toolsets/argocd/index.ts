import type { Toolset } from '../../operation.js';
import { argocdApplicationStatus } from './argocd-application-status.js';
import { argocdApplicationsDiagnose } from './argocd-applications-diagnose.js';
import { argocdApplicationsList } from './argocd-applications-list.js';

export const argocdOperations = [argocdApplicationsDiagnose, argocdApplicationsList, argocdApplicationStatus] as const;

export const argocdToolset = {
  name: 'argocd',
  title: 'Argo CD',
  description: 'Applications of Argo CD: what is deployed from where, and why it is not synced or healthy.',
  default: false,
  operations: argocdOperations,
} satisfies Toolset;
