import { setTimeout as delay } from 'node:timers/promises';
import { FleetError } from '../../lib/errors.js';
import type { LocalApiClient } from '../api-client.js';
import { valueAt } from '../value-at.js';

/** Creates one object; one that is already there is left as it is. Resolves to true when it was created. */
export async function createObject(client: LocalApiClient, collection: string, body: object): Promise<boolean> {
  const answer = await client.request('POST', collection, body);
  if (answer.status === 409) return false;
  if (answer.status < 300) return true;
  throw new FleetError('INVALID_OBJECT', `POST ${collection} was answered with ${answer.status}: ${answer.text.slice(0, 500)}`);
}

/** Changes part of one object, which must exist. */
export async function patchObject(client: LocalApiClient, path: string, patch: object): Promise<void> {
  const answer = await client.request('PATCH', path, patch);
  if (answer.status < 300) return;
  throw new FleetError('INVALID_OBJECT', `PATCH ${path} was answered with ${answer.status}: ${answer.text.slice(0, 500)}`);
}

const WAIT_MS = 120_000;
const INTERVAL_MS = 100;

/**
 * Waits until the cluster has come to a state.
 * @throws FleetError TIMEOUT that names what was waited for, after two minutes.
 */
export async function waitForState(what: string, reached: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!(await reached())) {
    if (Date.now() > deadline) throw new FleetError('TIMEOUT', `Waited ${WAIT_MS / 1000} s in vain for: ${what}.`);
    await delay(INTERVAL_MS);
  }
}

/** Whether a list holds nothing; `query` narrows it. */
export async function isEmptyList(client: LocalApiClient, collection: string, query: string): Promise<boolean> {
  const answer = await client.request('GET', `${collection}?limit=1&${query}`);
  const items = valueAt(answer.json(), 'items');
  return Array.isArray(items) && items.length === 0;
}
