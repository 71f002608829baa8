import type { z } from 'zod';
import type { Operation } from '../operation.js';
import { accessToolset } from './access/index.js';
import { argocdToolset } from './argocd/index.js';
import { certManagerToolset } from './cert-manager/index.js';
import { clustersToolset } from './clusters/index.js';
import { configToolset } from './config/index.js';
import { coreToolset } from './core/index.js';
import { diagnoseToolset } from './diagnose/index.js';
import { filesToolset } from './files/index.js';
import { gatewayToolset } from './gateway/index.js';
import { helmToolset } from './helm/index.js';
import { inspectToolset } from './inspect/index.js';
import { istioToolset } from './istio/index.js';
import { nodesToolset } from './nodes/index.js';
import { nskToolset } from './nsk/index.js';
import { portForwardToolset } from './port-forward/index.js';
import { workloadsToolset } from './workloads/index.js';

/** Every toolset there is, in the order they are shown. */
export const TOOLSETS = [
  clustersToolset,
  configToolset,
  coreToolset,
  inspectToolset,
  accessToolset,
  diagnoseToolset,
  nodesToolset,
  portForwardToolset,
  filesToolset,
  workloadsToolset,
  helmToolset,
  argocdToolset,
  certManagerToolset,
  gatewayToolset,
  istioToolset,
  nskToolset,
] as const;

type StaticOperation = (typeof TOOLSETS)[number]['operations'][number];

/** Operation name → operation: what types `fleet.run`. */
export type OperationMap = { [Definition in StaticOperation as Definition['name']]: Definition };
/** The name of a built-in operation. */
export type OperationName = keyof OperationMap;

type ClusterParameter = { cluster?: string | undefined };

/** An object without members takes no member at all, not even `cluster`: there the schema does not count. */
type InputOf<Definition extends Operation, Parameters> = Definition extends { scope: 'cluster' }
  ? string extends keyof Parameters
    ? ClusterParameter
    : Parameters & ClusterParameter
  : Parameters;

/** The input of an operation by name, with `cluster` where it runs on one cluster. */
export type OperationInput<Name extends OperationName> = InputOf<OperationMap[Name], z.input<OperationMap[Name]['input']>>;

/** The output of an operation by name; names the cluster where it ran on one. */
export type OperationOutput<Name extends OperationName> = z.output<OperationMap[Name]['output']> &
  (OperationMap[Name] extends { scope: 'cluster' } ? { cluster: string } : unknown);
