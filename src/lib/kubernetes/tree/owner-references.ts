import { recordsAt, textAt, valueAt } from '../object-values.js';

/** Whom an object belongs to. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** True for the one that manages it. */
  readonly controller: boolean;
}

/** The owners that the metadata of an object names. */
export function ownersOf(metadata: unknown): readonly OwnerReference[] {
  return recordsAt(metadata, 'ownerReferences').map((owner) => ({
    apiVersion: textAt(owner, 'apiVersion') ?? '',
    kind: textAt(owner, 'kind') ?? '',
    name: textAt(owner, 'name') ?? '',
    uid: textAt(owner, 'uid') ?? '',
    controller: valueAt(owner, 'controller') === true,
  }));
}
