import { FleetError } from '../../../index.js';
import { MAX_RECENT } from './event-log.js';

/** What a reader asks for beside what happens from now on. */
export interface EventsQuery {
  /** So many of the last operations, and of the last other events; undefined when nothing was said. */
  readonly recent: number | undefined;
  /** Also the status of the clusters. */
  readonly status: boolean;
}

const PARAMETERS: readonly string[] = ['recent', 'status'];

/** @throws FleetError INPUT_INVALID */
export function readQuery(query: URLSearchParams): EventsQuery {
  for (const name of query.keys()) {
    if (!PARAMETERS.includes(name)) throw invalid(`There is no parameter ${JSON.stringify(name.slice(0, 80))}; there are: recent, status.`);
    if (query.getAll(name).length > 1) throw invalid(`${name} stands there twice.`);
  }
  const recent = query.get('recent');
  if (recent !== null && (!/^\d{1,4}$/.test(recent) || Number(recent) > MAX_RECENT))
    throw invalid(`recent must be a whole number from 0 to ${MAX_RECENT}.`);
  const status = query.get('status') ?? 'false';
  if (status !== 'true' && status !== 'false') throw invalid('status must be true or false.');
  return { recent: recent === null ? undefined : Number(recent), status: status === 'true' };
}

export function invalid(message: string): FleetError {
  return new FleetError('INPUT_INVALID', message);
}
