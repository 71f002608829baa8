import { kubeconfigProblem } from './kubeconfig-problem.js';
import { isRecord } from '../platform/plain-records.js';

/** Where a value stands, for messages: the file, and a phrase such as `user "admin"`. */
export interface Place {
  readonly path: string;
  readonly where: string;
}

type Body = Readonly<Record<string, unknown>>;

/** A text field; undefined when absent, null or empty. Messages name the key, never the value. */
export function textOf(body: Body, key: string, place: Place): string | undefined {
  const value = own(body, key);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw kubeconfigProblem(place.path, `${place.where}: ${key} must be text${typeof value === 'object' ? '' : '; put it in quotes'}`);
}

export function flagOf(body: Body, key: string, place: Place): boolean {
  const value = own(body, key);
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  throw kubeconfigProblem(place.path, `${place.where}: ${key} must be true or false`);
}

export function listOf(body: Body, key: string, place: Place): readonly unknown[] {
  const value = own(body, key);
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw kubeconfigProblem(place.path, `${place.where}: ${key} must be a list`);
}

export function textListOf(body: Body, key: string, place: Place): string[] {
  return listOf(body, key, place).map((value) => {
    if (typeof value === 'string') return value;
    throw kubeconfigProblem(place.path, `${place.where}: ${key} must be a list of texts; put numbers in quotes`);
  });
}

export function recordOf(body: Body, key: string, place: Place): Body | undefined {
  const value = own(body, key);
  if (value === undefined || value === null) return undefined;
  if (isRecord(value)) return value;
  throw kubeconfigProblem(place.path, `${place.where}: ${key} must be an object`);
}

/** A `*-data` field: base64 of a PEM block of one of the kinds (`CERTIFICATE`). */
export function pemDataOf(body: Body, key: string, kind: string, place: Place): string | undefined {
  const encoded = textOf(body, key, place)?.replace(/\s+/g, '');
  if (encoded === undefined || encoded === '') return undefined;
  if (encoded.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) {
    throw kubeconfigProblem(place.path, `${place.where}: ${key} is not valid base64`);
  }
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  if (!isPem(text, kind)) throw kubeconfigProblem(place.path, `${place.where}: ${key} does not hold a PEM ${kind.toLowerCase()}`);
  return text;
}

export function isPem(text: string, kind: string): boolean {
  const start = text.indexOf('-----BEGIN ');
  return start !== -1 && text.includes(`${kind}-----`, start) && text.includes('-----END ', start);
}

function own(body: Body, key: string): unknown {
  return Object.hasOwn(body, key) ? body[key] : undefined;
}
