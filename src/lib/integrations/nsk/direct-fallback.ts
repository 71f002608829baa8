import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorCode, FleetError } from '../../errors.js';
import { answersVersion } from '../rancher/probe-endpoint.js';
import { withFolder } from './folder-turn.js';
import { currentContext, heldWays, withCurrentContext } from './held-kubeconfig.js';
import { isOurs, sha256Of, writeKubeconfig } from './kubeconfig-files.js';
import { readLedger, writeLedger, type LedgerEntry } from './ledger.js';

/** Which way the kubeconfigs of a folder are to lead. */
export interface EndpointChange {
  readonly directory: string;
  /** `direct`: past Rancher, where a cluster has such an endpoint and it answers. `rancher`: through Rancher again. */
  readonly to: 'direct' | 'rancher';
  /** Milliseconds for the answer of one direct endpoint. @default 5000 */
  readonly timeoutMs?: number | undefined;
  readonly signal: AbortSignal;
}

/** A cluster whose kubeconfig leads another way now. */
export interface SwitchedEndpoint {
  readonly cluster: string;
  readonly path: string;
  readonly endpoint: 'direct' | 'rancher';
}

const TIMEOUT_MS = 5_000;
const AT_ONCE = 16;

const AWAY: readonly ErrorCode[] = ['CONNECTION_REFUSED', 'CONNECTION_FAILED', 'DNS_FAILED', 'TIMEOUT', 'PROXY_FAILED', 'SERVER_ERROR'];

/** Whether a refresh failed because Rancher is not there; one that refuses a token is, and clusters are reached through it. */
export function rancherIsAway({ code }: FleetError): boolean {
  return AWAY.includes(code);
}

interface Turned {
  readonly entry: LedgerEntry & { readonly file: string };
  /** Of what is there now. */
  readonly sha256: string;
  readonly text: string;
}

/**
 * Changes the current context of kubeconfigs that hold several ways to their cluster. Clusters without another way, or whose other way
 * does not answer, stay as they are; so do files that somebody changed. Returns the clusters that changed.
 * @throws FleetError FILE_FAILED, TIMEOUT when another process has the folder
 */
export async function switchEndpoints(change: EndpointChange): Promise<readonly SwitchedEndpoint[]> {
  const { directory, to, signal } = change;
  return withFolder({ directory, signal }, async (lock) => {
    const ledger = new Map(await readLedger(directory));
    const entries = [...ledger.values()].filter((entry): entry is Turned['entry'] => entry.file !== undefined);
    const { default: pLimit } = await import('p-limit');
    const limit = pLimit(AT_ONCE);
    const turned = (await Promise.all(entries.map((entry) => limit(turn, entry, change)))).filter((each) => each !== undefined);
    if (turned.length === 0) return [];
    for (const { entry, sha256, text } of turned) ledger.set(entry.id, { ...entry, sha256, nextSha256: sha256Of(text) });
    await lock.assertHeld();
    await writeLedger(directory, ledger);
    for (const { entry, text } of turned) {
      await lock.assertHeld();
      await writeKubeconfig(directory, entry.file, text);
      ledger.set(entry.id, { ...entry, sha256: sha256Of(text), nextSha256: undefined });
    }
    await lock.assertHeld();
    await writeLedger(directory, ledger);
    return turned.map(({ entry }) => ({ cluster: entry.name, path: join(directory, entry.file), endpoint: to }));
  });
}

async function turn(
  entry: Turned['entry'],
  { directory, to, timeoutMs = TIMEOUT_MS, signal }: EndpointChange,
): Promise<Turned | undefined> {
  const text = await readFile(join(directory, entry.file), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const sha256 = sha256Of(text);
  if (!isOurs(sha256, [entry])) return undefined;
  const [proxied, ...direct] = heldWays(text);
  const isProxied = currentContext(text) === proxied?.name;
  if (proxied === undefined || direct.length === 0 || isProxied === (to === 'rancher')) return undefined;
  const name = isProxied ? await firstThatAnswers(direct, timeoutMs, signal) : proxied.name;
  const changed = name === undefined ? undefined : withCurrentContext(text, name);
  return changed === undefined ? undefined : { entry, sha256, text: changed };
}

async function firstThatAnswers(ways: ReturnType<typeof heldWays>, timeoutMs: number, signal: AbortSignal): Promise<string | undefined> {
  for (const way of ways) if (await answersVersion(way, timeoutMs, signal)) return way.name;
  return undefined;
}
