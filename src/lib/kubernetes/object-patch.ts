import type { PlainObject } from './object-values.js';

/** The ways to say what changes. */
export const PATCH_TYPES = ['json', 'merge', 'strategic', 'apply'] as const;

export type PatchType = (typeof PATCH_TYPES)[number];

/** One step of a JSON patch (RFC 6902). */
export interface JsonPatchStep {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  /** JSON pointer: `/spec/replicas`. */
  readonly path: string;
  readonly from?: string | undefined;
  readonly value?: unknown;
}

/** A patch that is sent as it is. */
export type SentPatch =
  | { readonly type: 'json'; readonly steps: readonly JsonPatchStep[] }
  | { readonly type: 'merge'; readonly body: PlainObject }
  | { readonly type: 'strategic'; readonly body: PlainObject };

/** A change of one object. */
export type ObjectPatch = SentPatch | { readonly type: 'apply'; readonly body: PlainObject };
