import type { ApiRequest } from '../context.js';

/** Under this name the servers keep what fleetwright set. */
export const FIELD_MANAGER = 'fleetwright';

/** How to write. */
export interface WriteOptions {
  /** The server checks everything and stores nothing. */
  readonly dryRun?: boolean | undefined;
  /** For apply: take over fields that other managers own. */
  readonly force?: boolean | undefined;
  readonly signal: AbortSignal;
}

/** The query of a create, an apply or a patch. Servers from 1.25 on refuse unknown fields where asked to. */
export function writeQuery({ dryRun, force }: WriteOptions): NonNullable<ApiRequest['query']> {
  return {
    fieldManager: FIELD_MANAGER,
    fieldValidation: 'Strict',
    ...(dryRun === true ? { dryRun: 'All' } : {}),
    ...(force === true ? { force: true } : {}),
  };
}
