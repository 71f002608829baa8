import { setTimeout as delay } from 'node:timers/promises';
import { FleetError } from '../errors.js';
import { IMPERSONATION_NOT_READY } from './rancher-answer.js';
import type { PreparedRequest } from './wire-request.js';

/** Rancher has made the account by then. */
const WAIT_MS = 250;

/** Sends a read a second time when the first call of a user through Rancher failed because the account for it was not ready. */
export async function readOnceMore<Value>({ request }: PreparedRequest, send: () => Promise<Value>): Promise<Value> {
  try {
    return await send();
  } catch (thrown) {
    if ((request.method ?? 'GET') !== 'GET' || !mayPass(thrown)) throw thrown;
    await delay(WAIT_MS, undefined, { signal: request.signal });
    return await send();
  }
}

function mayPass(thrown: unknown): boolean {
  return FleetError.isInstance(thrown) && thrown.details?.['reason'] === IMPERSONATION_NOT_READY;
}
