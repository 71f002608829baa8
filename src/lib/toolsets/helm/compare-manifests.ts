import { diffObjects } from '../../kubernetes/object-diff.js';
import { redactText } from '../../platform/redact.js';
import { compareNames } from '../../platform/name-order.js';
import { manifestObjects } from './manifest-objects.js';

/** Characters of all differences. */
const MAX_LENGTH = 20_000;

/** What differs between two manifests. */
export interface ManifestChanges {
  readonly added: string[];
  readonly changed: string[];
  readonly removed: string[];
  readonly unchanged: number;
  /** Unified, an object after the other. Values of Secrets are masked. */
  readonly diff: string;
  /** Objects whose differences did not fit. */
  readonly left_out: string[];
}

/** Compares objects by name, not lines: their order and their spelling mean nothing. */
export async function compareManifests(before: string, after: string): Promise<ManifestChanges> {
  const [old, next] = await Promise.all([manifestObjects(before), manifestObjects(after)]);
  const names = [...new Set([...old.keys(), ...next.keys()])].sort(compareNames);
  const changes = { added: [] as string[], changed: [] as string[], removed: [] as string[], left_out: [] as string[] };
  const parts: string[] = [];
  let length = 0;
  let unchanged = 0;
  for (const name of names) {
    const difference = await diffObjects(old.get(name), next.get(name));
    if (difference === '') {
      unchanged += 1;
      continue;
    }
    const kind = !old.has(name) ? 'added' : next.has(name) ? 'changed' : 'removed';
    changes[kind].push(name);
    const part = `# ${kind}: ${name}\n${redactText(difference)}`;
    length += part.length;
    if (length > MAX_LENGTH && parts.length > 0) changes.left_out.push(name);
    else parts.push(part);
  }
  return { ...changes, unchanged, diff: parts.join('\n') };
}
