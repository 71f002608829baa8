import { nearest } from '../platform/nearest.js';
import { everyBuiltInKind, spellingsOf, type KindNames } from './known-kinds.js';

/** Which kinds a rule means. */
export interface KindPattern {
  /** As configured. */
  readonly text: string;
  /** Absent: every group. */
  readonly group?: string | undefined;
  /** Also the groups below it (`a.example.com` of `example.com`). */
  readonly below: boolean;
  /** In lower case; absent: every kind of the group. */
  readonly name?: string | undefined;
}

const NAME = String.raw`[A-Za-z][A-Za-z0-9]{0,62}`;
const GROUP = String.raw`[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?`;
const WAYS = 'write "Secret", "apps/v1/Deployment", "deployments.apps", "example.com/*" or "*.example.com"';
const BELOW = new RegExp(`^\\*\\.(${GROUP})$`);
const SLASHED = new RegExp(`^(?:(${GROUP})/)?(?:v[0-9][a-z0-9]*/)?(${NAME}|\\*)$`);
const DOTTED = new RegExp(`^(${NAME})\\.(${GROUP})$`);
const BARE = new RegExp(`^${NAME}$`);

/** Reads `Secret`, `v1/Secret`, `apps/v1/Deployment`, `apps/Deployment`, `deployments.apps`, `example.com/*`, `*.example.com`. */
export function parseKindPattern(text: string): KindPattern | undefined {
  if (BARE.test(text)) return { text, below: false, name: text.toLowerCase() };
  const below = BELOW.exec(text)?.[1];
  if (below !== undefined) return { text, group: below, below: true };
  const dotted = DOTTED.exec(text);
  if (dotted?.[1] !== undefined) return { text, group: dotted[2], below: false, name: dotted[1].toLowerCase() };
  const slashed = text.includes('/') ? SLASHED.exec(text) : null;
  if (slashed?.[2] === undefined) return undefined;
  const [, group, name] = slashed;
  // `v1/Secret`: the version of the core group, which has no name.
  const isCore = group === undefined || group === 'core' || /^v[0-9][a-z0-9]*$/.test(group);
  return { text, group: isCore ? '' : group, below: false, ...(name === '*' ? {} : { name: name.toLowerCase() }) };
}

/** What is wrong with a pattern. A misspelt kind would deny nothing, so that names of no group must be built-in kinds. */
export function kindPatternProblem(text: string): string | undefined {
  const shown = JSON.stringify(text.slice(0, 80));
  const pattern = parseKindPattern(text);
  if (pattern === undefined) return `${shown} names no kind; ${WAYS}`;
  const { group, name, below } = pattern;
  const isGroup = group === undefined || group.includes('.') || everyBuiltInKind().some((kind) => kind.group === group);
  if (!isGroup) return `${shown} names the group ${JSON.stringify(group)}, which no API server has; ${WAYS}`;
  if (name === undefined || below) return undefined;
  const spellings = everyBuiltInKind().flatMap((kind) => (group === undefined || kind.group === group ? [spellingsOf(kind)] : []));
  if (spellings.some((names) => names.includes(name))) return undefined;
  const meant = nearest(name, spellings.flat());
  const asked = meant === undefined ? '' : ` (did you mean ${JSON.stringify(meant)}?)`;
  if (group === undefined) return `${shown} is no built-in kind${asked}; a custom one needs its group: "example.com/Widget"`;
  return meant === undefined ? undefined : `${shown} is no built-in kind of ${group === '' ? 'v1' : group}${asked}`;
}

/**
 * True when the pattern means the kind, by any of its names and whatever version is asked for.
 * @param isBareBuiltIn a name without group means the built-in kind only: what allows must not mean more than was meant
 */
export function meansKind(pattern: KindPattern, kind: KindNames, isBareBuiltIn: boolean): boolean {
  const { group, below, name } = pattern;
  if (group === undefined && isBareBuiltIn && !kind.isBuiltIn) return false;
  const isGroup = group === undefined || kind.group === group || (below && kind.group.endsWith(`.${group}`));
  return isGroup && (name === undefined || spellingsOf(kind).includes(name));
}
