import { FleetError, type Fleet, type Operation } from '../../index.js';
import { HttpFailure } from './failure.js';

/** What a path means. */
export interface Route {
  readonly operation: Operation;
  /** The cluster that the path names; `view` says which part of the answer is meant. */
  readonly place?: { readonly cluster: string; readonly view: 'info' | 'status' };
}

/** The path of an operation that is not there, or switched off. */
export interface MissingRoute {
  readonly missing: string;
}

export function isMissing(route: Route | MissingRoute): route is MissingRoute {
  return 'missing' in route;
}

/**
 * Finds the operation of a path below `/v1`. Looked up anew for every request: operations come and go while the server runs.
 * An operation of the toolset `clusters` wins over a cluster of the same name.
 * @throws HttpFailure PATH_MALFORMED, ROUTE_UNKNOWN; FleetError OPERATION_UNKNOWN for a path with the wrong toolset
 */
export function findRoute(fleet: Fleet, path: string): Route | MissingRoute {
  const [first = '', second, third, ...more] = segmentsOf(path);
  const { operations } = fleet;
  if (first === 'clusters' && second === undefined) return routeOf(fleet, 'clusters_list');
  if (second !== undefined && third === undefined && operations.toolsetOf(second) === first) return routeOf(fleet, second);
  if (first === 'clusters' && second !== undefined && more.length === 0) {
    if (third === undefined) return routeOf(fleet, 'clusters_list', { cluster: second, view: 'info' });
    if (third === 'status') return routeOf(fleet, 'clusters_status', { cluster: second, view: 'status' });
  }
  if (second !== undefined && third === undefined) return unknownOperation(fleet, first, second);
  throw new HttpFailure('ROUTE_UNKNOWN', `There is no ${JSON.stringify(path.slice(0, 100))} here.`);
}

/** The method a route answers to, as an Allow header lists it. */
export function allowedMethods({ operation }: Route): string {
  return operation.effect === 'read' ? 'GET, HEAD' : 'POST';
}

function routeOf({ operations }: Fleet, name: string, place?: Route['place']): Route | MissingRoute {
  try {
    return { operation: operations.get(name), ...(place === undefined ? {} : { place }) };
  } catch {
    return { missing: name };
  }
}

function unknownOperation({ operations }: Fleet, toolset: string, name: string): MissingRoute {
  const home = operations.toolsetOf(name);
  if (home === undefined) return { missing: name };
  throw new FleetError('OPERATION_UNKNOWN', `${name} is not in ${JSON.stringify(toolset.slice(0, 80))}: its path is /v1/${home}/${name}.`);
}

function segmentsOf(path: string): string[] {
  try {
    return path.split('/').slice(1).map(decodeURIComponent);
  } catch (cause) {
    throw new HttpFailure('PATH_MALFORMED', 'A part of the path is not percent-encoded UTF-8.', { cause });
  }
}
