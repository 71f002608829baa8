import type { Toolset } from '../../operation.js';
import { helmDiff } from './helm-diff.js';
import { helmGet } from './helm-get.js';
import { helmHistory } from './helm-history.js';
import { helmInstall } from './helm-install.js';
import { helmList } from './helm-list.js';
import { helmRollback } from './helm-rollback.js';
import { helmShow } from './helm-show.js';
import { helmStatus } from './helm-status.js';
import { helmTemplate } from './helm-template.js';
import { helmTest } from './helm-test.js';
import { helmUninstall } from './helm-uninstall.js';
import { helmUpgrade } from './helm-upgrade.js';
import { helmVersions } from './helm-versions.js';

export const helmOperations = [
  helmDiff,
  helmGet,
  helmHistory,
  helmInstall,
  helmList,
  helmRollback,
  helmShow,
  helmStatus,
  helmTemplate,
  helmTest,
  helmUninstall,
  helmUpgrade,
  helmVersions,
] as const;

export const helmToolset = {
  name: 'helm',
  title: 'Helm',
  description: 'Charts and releases, through the helm program of this machine.',
  default: false,
  operations: helmOperations,
} satisfies Toolset;
