import { isRecord } from '../../platform/plain-records.js';
import { listCollection, type RancherAsked } from './list-collection.js';
import { parseTokenFacts, type RancherTokenFacts } from './token-facts.js';
import { textOf } from './text-member.js';

/** A token of the user whose token is in use. Nothing of its secret. */
export interface OwnToken extends RancherTokenFacts {
  readonly id: string;
  /** `api`: made by hand. `session`: a login. Else what Rancher labels it as: `kubeconfig`, `agent`… */
  readonly kind: string;
  /** The one that asks. */
  readonly isCurrent: boolean;
  readonly description: string | undefined;
  /** ISO 8601. */
  readonly lastUsedAt: string | undefined;
}

const KIND = 'authn.management.cattle.io/kind';

/** The tokens that the user of the token in use has. An administrator is told those of others as well: they are left out. @throws FleetError */
export async function listOwnTokens(rancher: RancherAsked, signal: AbortSignal): Promise<readonly OwnToken[]> {
  const tokens = await listCollection(rancher, { name: 'tokens', what: 'list its tokens', parse: parseOwnToken }, signal);
  const user = tokens.find(({ isCurrent }) => isCurrent)?.user;
  return user === undefined ? tokens : tokens.filter((token) => token.user === user);
}

function parseOwnToken(value: unknown): OwnToken | undefined {
  const facts = parseTokenFacts(value);
  if (facts === undefined || !isRecord(value)) return undefined;
  const { current, description, isDerived, labels, lastUsedAt } = value;
  const label = isRecord(labels) ? labels[KIND] : undefined;
  return {
    ...facts,
    id: facts.name,
    kind: textOf(label) ?? (isDerived === false ? 'session' : 'api'),
    isCurrent: current === true,
    description: textOf(description),
    lastUsedAt: textOf(lastUsedAt),
  };
}
