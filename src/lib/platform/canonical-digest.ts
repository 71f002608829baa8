import { nodeCrypto } from './node-modules.js';
import { isRecord } from './plain-records.js';

/** SHA-256 of a value as JSON whose keys are sorted, the first 128 bits in hexadecimal: equal values have equal digests. */
export function canonicalDigest(value: unknown): string {
  return nodeCrypto().createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 32);
}

/** JSON with sorted keys; what JSON cannot say becomes text, members without a value are left out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, member: unknown) => {
    if (typeof member === 'bigint') return member.toString();
    return isRecord(member) ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member;
  });
}
