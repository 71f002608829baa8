import { isRecord } from '../platform/plain-records.js';
import type { PlainObject } from './object-values.js';

/** One object of an input. */
export interface Manifest {
  /** Its place among the objects of the input, from 1. */
  readonly document: number;
  /** The line where its document begins, from 1. */
  readonly line: number;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** As the document says. */
  readonly namespace?: string | undefined;
  readonly object: PlainObject;
}

/** Why a part of an input cannot be used. */
export interface ManifestProblem {
  readonly document?: number | undefined;
  readonly line: number;
  readonly message: string;
}

/** The object with what names it, or what it lacks. */
export function checkManifest(value: unknown, place: { readonly document: number; readonly line: number }): Manifest | ManifestProblem {
  const problem = (message: string): ManifestProblem => ({ ...place, message });
  if (!isRecord(value)) return problem(`it is ${Array.isArray(value) ? 'a list' : 'a single value'}, not an object`);
  const { apiVersion, kind, metadata } = value;
  if (typeof apiVersion !== 'string') return problem('it has no apiVersion');
  if (typeof kind !== 'string') return problem('it has no kind');
  if (!isRecord(metadata)) return problem(`the ${kind} has no metadata`);
  const { name, generateName, namespace } = metadata;
  if (typeof name !== 'string') {
    return problem(
      generateName === undefined ? `the ${kind} has no metadata.name` : `the ${kind} has a generateName; give it a metadata.name`,
    );
  }
  if (namespace !== undefined && typeof namespace !== 'string') return problem(`the namespace of ${kind} ${name} is not a text`);
  return { ...place, apiVersion, kind, name, namespace, object: value };
}
