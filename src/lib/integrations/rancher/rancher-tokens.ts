import { isRecord, parseJson } from '../../platform/plain-records.js';
import type { RancherAsked } from './list-collection.js';
import { listOwnTokens } from './own-tokens.js';
import { rancherFailure } from './rancher-failure.js';
import { parseExtensionToken, parseTokenFacts, type RancherTokenFacts } from './token-facts.js';

const EXTENSION = '/apis/ext.cattle.io/v1/tokens';
const EXTENSION_PREFIX = 'ext/';

/** What Rancher knows of one token, by its name; undefined when it knows none such. @throws FleetError */
export async function readToken(rancher: RancherAsked, name: string, signal: AbortSignal): Promise<RancherTokenFacts | undefined> {
  const answer = await rancher.send({ path: pathOf(name), signal });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw rancherFailure(rancher.name, 'show its token', answer);
  const body = parseJson(answer.text);
  return isExtension(name) ? parseExtensionToken(body) : parseTokenFacts(body);
}

/** Every token of the caller by its name, of one of the two APIs that have some; one that is not there is gone. @throws FleetError */
export async function listTokens(
  rancher: RancherAsked,
  kind: 'v3' | 'extension',
  signal: AbortSignal,
): Promise<ReadonlyMap<string, RancherTokenFacts>> {
  const tokens = kind === 'v3' ? await listOwnTokens(rancher, signal) : await listExtensionTokens(rancher, signal);
  return new Map(tokens.map((token) => [token.name, token]));
}

/** Removes a token by its name; one that is gone already is no failure. @throws FleetError */
export async function removeToken(rancher: RancherAsked, name: string, signal: AbortSignal): Promise<void> {
  const answer = await rancher.send({ method: 'DELETE', path: pathOf(name), signal });
  if (answer.status >= 300 && answer.status !== 404) throw rancherFailure(rancher.name, `remove the token ${name}`, answer);
}

export function isExtension(token: string): boolean {
  return token.startsWith(EXTENSION_PREFIX);
}

async function listExtensionTokens(rancher: RancherAsked, signal: AbortSignal): Promise<readonly RancherTokenFacts[]> {
  const answer = await rancher.send({ path: EXTENSION, signal });
  const body = answer.status === 200 ? parseJson(answer.text) : undefined;
  if (!isRecord(body) || !Array.isArray(body['items'])) throw rancherFailure(rancher.name, 'list its tokens', answer);
  return body['items'].flatMap((item) => parseExtensionToken(item) ?? []);
}

function pathOf(name: string): string {
  return isExtension(name)
    ? `${EXTENSION}/${encodeURIComponent(name.slice(EXTENSION_PREFIX.length))}`
    : `/v3/tokens/${encodeURIComponent(name)}`;
}
