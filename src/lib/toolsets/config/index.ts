import type { Toolset } from '../../operation.js';
import { configurationContextsList } from './configuration-contexts-list.js';
import { configurationView } from './configuration-view.js';

export const configOperations = [configurationContextsList, configurationView] as const;

export const configToolset = {
  name: 'config',
  title: 'Kubeconfig',
  description: 'Contexts and connection settings, without credential values.',
  default: true,
  operations: configOperations,
} satisfies Toolset;
