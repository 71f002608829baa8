import type { ClusterDescriptor } from '../clusters/descriptor.js';
import type { Caller } from '../context.js';
import { compileGlob } from '../platform/glob.js';
import { isRecord } from '../platform/plain-records.js';
import { namedKindOfInput } from './check-input.js';
import { meansKind, parseKindPattern } from './kind-pattern.js';
import { compileNamespaces } from './namespace-pattern.js';

/** Who may see which secrets unmasked. Every list that is given must fit; one that is absent says nothing. */
export interface RevealRule {
  readonly operations?: readonly string[] | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly namespaces?: readonly string[] | undefined;
  readonly environments?: readonly string[] | undefined;
  /** Globs of names. */
  readonly clusters?: readonly string[] | undefined;
  /** Names of authenticated users. */
  readonly users?: readonly string[] | undefined;
  /** Also callers without an authenticated user. */
  readonly anonymous: boolean;
}

/** One call that asks for it. */
export interface RevealRequest {
  readonly operation: string;
  readonly input: unknown;
  readonly cluster: ClusterDescriptor | undefined;
  readonly caller: Caller;
}

/** The rule that lets the call show secrets, as the configuration numbers it (`reveal[0]`); undefined when none does. */
export async function revealedBy(rules: readonly RevealRule[], request: RevealRequest): Promise<string | undefined> {
  for (const [index, rule] of rules.entries()) if (await allows(rule, request)) return `reveal[${index}]`;
  return undefined;
}

async function allows(rule: RevealRule, { operation, input, cluster, caller }: RevealRequest): Promise<boolean> {
  const values = isRecord(input) ? input : {};
  return (
    isUserAllowed(rule, caller) &&
    (rule.operations?.includes(operation) ?? true) &&
    (rule.environments === undefined || (cluster !== undefined && rule.environments.includes(cluster.environment))) &&
    (rule.clusters === undefined || (cluster !== undefined && rule.clusters.some((glob) => compileGlob(glob)(cluster.name)))) &&
    isKindAllowed(rule.kinds, values) &&
    (await isNamespaceAllowed(rule.namespaces, values))
  );
}

function isUserAllowed({ users, anonymous }: RevealRule, { user }: Caller): boolean {
  return user === undefined ? anonymous : (users?.includes(user) ?? true);
}

function isKindAllowed(kinds: readonly string[] | undefined, input: Readonly<Record<string, unknown>>): boolean {
  if (kinds === undefined) return true;
  const kind = namedKindOfInput(input);
  return kind !== undefined && kinds.some((text) => isMeant(text, kind));
}

function isMeant(text: string, kind: Parameters<typeof meansKind>[1]): boolean {
  const pattern = parseKindPattern(text);
  return pattern !== undefined && meansKind(pattern, kind, true);
}

/** A namespace that is not named is the one of a kubeconfig, which nobody looked at: it must be named. */
async function isNamespaceAllowed(
  namespaces: readonly string[] | undefined,
  { namespace }: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  if (namespaces === undefined) return true;
  return typeof namespace === 'string' && (await compileNamespaces(namespaces))(namespace) !== undefined;
}
