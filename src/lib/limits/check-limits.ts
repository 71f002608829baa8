import { ACCESS_LEVELS } from '../access-level.js';
import type { CallGrant, CallLimits } from './call-limits.js';
import { FleetError, toFleetError } from '../errors.js';
import { readLimitSelector } from './limit-selector.js';
import { didYouMean } from '../platform/nearest.js';
import { isRecord } from '../platform/plain-records.js';

const GRANT_KEYS: readonly string[] = ['access', 'clusters', 'toolsets'] satisfies (keyof CallGrant)[];
const KEYS: readonly string[] = ['access', 'clusters', 'toolsets', 'grants'] satisfies (keyof CallLimits)[];

/** Limits are read-only, and the same ones come with every call of a caller. */
const known = new WeakSet<object>();

/**
 * A misspelt limit must not allow more than was meant: what the types say is checked again here.
 * @throws FleetError INPUT_INVALID; `details.key` names the member
 */
export function checkLimits(limits: CallLimits): void {
  if (isRecord(limits) && known.has(limits)) return;
  checkMembers(limits, '', KEYS);
  const { grants } = limits;
  if (grants !== undefined) {
    if (!Array.isArray(grants)) throw problem('grants', 'a list of grants is expected');
    for (const [index, grant] of grants.entries()) checkGrant(grant, `grants[${index}]`);
  }
  known.add(limits);
}

/** @throws FleetError INPUT_INVALID */
function checkGrant(grant: unknown, key: string): void {
  checkMembers(grant, `${key}.`, GRANT_KEYS);
  // Without a level it would be a guess what was meant.
  if (isRecord(grant) && grant['access'] === undefined) throw problem(`${key}.access`, 'is missing');
}

function checkMembers(value: unknown, prefix: string, keys: readonly string[]): void {
  if (!isRecord(value)) throw problem(prefix.replace(/\.$/, ''), 'an object is expected');
  for (const key of Object.keys(value)) {
    if (!keys.includes(key)) throw problem(`${prefix}${key}`, `there is no such limit.${didYouMean(key, keys)}`);
  }
  const { access, toolsets, clusters } = value;
  if (access !== undefined && !ACCESS_LEVELS.some((level) => level === access)) {
    throw problem(`${prefix}access`, `is not one of ${ACCESS_LEVELS.join(', ')}`);
  }
  if (toolsets !== undefined && !isListOfNames(toolsets)) throw problem(`${prefix}toolsets`, 'a list of toolset names is expected');
  if (clusters === undefined || isListOfNames(clusters)) return;
  if (typeof clusters !== 'string' || clusters.trim() === '') {
    throw problem(`${prefix}clusters`, 'a selector or a list of cluster names is expected; leave it out to mean every cluster');
  }
  try {
    readLimitSelector(clusters);
  } catch (thrown) {
    throw problem(`${prefix}clusters`, toFleetError(thrown).message);
  }
}

function problem(key: string, message: string): FleetError {
  const where = key === '' ? '' : `${key}: `;
  return new FleetError(
    'INPUT_INVALID',
    `The limits cannot be used: ${where}${message}${message.endsWith('.') ? '' : '.'} Nothing was done.`,
    {
      details: { key, problem: message },
    },
  );
}

function isListOfNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '');
}
