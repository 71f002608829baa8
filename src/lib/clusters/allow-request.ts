import type { FleetError } from '../errors.js';
import type { ServedKind } from './kind-names.js';
import type { ApiRequest } from './session.js';

/** The kind that a cluster serves under a path (`example.com/v1`, `widgets`). @throws FleetError KIND_UNKNOWN, and what requests throw */
export type LookUpKind = (apiVersion: string, plural: string, signal: AbortSignal) => Promise<ServedKind>;

/** The policy of a view: an error refuses the request before anything is sent. */
export type AllowRequest = (request: ApiRequest, lookUp: LookUpKind) => FleetError | undefined | Promise<FleetError | undefined>;
