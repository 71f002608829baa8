import type { Toolset } from '../../operation.js';
import { certificatesDiagnose } from './certificates-diagnose.js';
import { certificatesList } from './certificates-list.js';

export const certManagerOperations = [certificatesDiagnose, certificatesList] as const;

export const certManagerToolset = {
  name: 'cert_manager',
  title: 'cert-manager',
  description: 'Certificates of cert-manager: when they end, and why they are not issued or renewed.',
  default: false,
  operations: certManagerOperations,
} satisfies Toolset;
