import { z } from 'zod';
import type { ClusterSession } from '../../context.js';
import { nameField, optionalNamespaceField } from '../fields.js';
import { findTarget, type ObjectTarget } from '../object-target.js';
import { deferred, once } from '../../platform/deferred.js';

/** The kinds that roll out. */
export const rolloutKindField = once(() => z.enum(['Deployment', 'StatefulSet', 'DaemonSet']).optional().describe('Default Deployment'));

/** The parameters that name a workload. */
export const rolloutFields = deferred(() => ({ kind: rolloutKindField(), name: nameField(), namespace: optionalNamespaceField() }));

export interface RolloutName {
  readonly kind?: 'Deployment' | 'StatefulSet' | 'DaemonSet' | undefined;
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** @throws FleetError INPUT_INVALID for names that cannot be */
export function findWorkload(
  session: ClusterSession,
  { kind = 'Deployment', name, namespace }: RolloutName,
  signal: AbortSignal,
): Promise<ObjectTarget> {
  return findTarget(session, { apiVersion: 'apps/v1', kind, name, namespace }, signal);
}
