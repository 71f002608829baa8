import type { Toolset } from '../../operation.js';
import { healthCheck } from './health-check.js';
import { nodesDiagnose } from './nodes-diagnose.js';
import { podsDiagnose } from './pods-diagnose.js';
import { workloadsDiagnose } from './workloads-diagnose.js';

export const diagnoseOperations = [healthCheck, nodesDiagnose, podsDiagnose, workloadsDiagnose] as const;

export const diagnoseToolset = {
  name: 'diagnose',
  title: 'Diagnosis',
  description: 'What is wrong with pods, workloads, nodes and whole clusters: facts first, then what they mean.',
  default: false,
  operations: diagnoseOperations,
} satisfies Toolset;
