import type { Toolset } from '../../operation.js';
import { cronjobsRun } from './cronjobs-run.js';
import { resourcesAnnotate } from './resources-annotate.js';
import { resourcesLabel } from './resources-label.js';
import { resourcesPatch } from './resources-patch.js';
import { rolloutHistory } from './rollout-history.js';
import { rolloutPause, rolloutResume } from './rollout-pause.js';
import { rolloutRestart } from './rollout-restart.js';
import { rolloutStatus } from './rollout-status.js';
import { rolloutUndo } from './rollout-undo.js';
import { workloadsSetEnv } from './workloads-set-env.js';
import { workloadsSetImage } from './workloads-set-image.js';
import { workloadsSetResources } from './workloads-set-resources.js';

export const workloadsOperations = [
  cronjobsRun,
  resourcesAnnotate,
  resourcesLabel,
  resourcesPatch,
  rolloutHistory,
  rolloutPause,
  rolloutRestart,
  rolloutResume,
  rolloutStatus,
  rolloutUndo,
  workloadsSetEnv,
  workloadsSetImage,
  workloadsSetResources,
] as const;

export const workloadsToolset = {
  name: 'workloads',
  title: 'Changes of workloads',
  description: 'Patches, labels, rollouts, images, environment and resources of workloads.',
  default: false,
  operations: workloadsOperations,
} satisfies Toolset;
