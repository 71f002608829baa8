/** What an API path is about, read as the API server reads it. */
export interface ApiResource {
  /** Empty for the core group. */
  readonly group: string;
  readonly apiVersion: string;
  readonly plural: string;
  /** Also of a namespace itself: `namespaces/shop` is in `shop`. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
  /** What follows the subresource: the path behind a proxy. */
  readonly rest: readonly string[];
}

const NAMESPACE_SUBRESOURCES: readonly (string | undefined)[] = ['status', 'finalize'];

/**
 * The resource of a path that `checkRawPath` has let through (one spelling, no empty or dot segment); a slash at its end means nothing.
 * Undefined for what is no resource: discovery, `/version`, `/openapi/v3`.
 */
export function apiResourceOf(path: string): ApiResource | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  const isCore = segments[0] === 'api';
  if (!isCore && segments[0] !== 'apis') return undefined;
  const [group, version, parts] = isCore ? ['', segments[1], segments.slice(2)] : [segments[1], segments[2], segments.slice(3)];
  // The verbs of old paths: `/api/v1/watch/pods`, `/api/v1/proxy/…`.
  const isProxy = parts[0] === 'proxy';
  if (parts[0] === 'watch' || isProxy) parts.shift();
  if (group === undefined || version === undefined || parts[0] === undefined) return undefined;
  const place = { group, apiVersion: isCore ? version : `${group}/${version}` };
  const [first, second, third] = parts;
  const isWithin = first === 'namespaces' && third !== undefined && !(parts.length === 3 && NAMESPACE_SUBRESOURCES.includes(third));
  const namespace = first === 'namespaces' ? second : undefined;
  const [plural = '', name, subresource, ...rest] = isWithin ? parts.slice(2) : parts;
  return { ...place, plural, namespace, name, subresource: isProxy ? 'proxy' : subresource, rest };
}
