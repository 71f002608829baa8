import { apiPath } from './clusters/api-path.js';
import { SessionPool } from './clusters/session-pool.js';
import type { ClusterSource } from './clusters/source.js';
import { FleetError, toFleetError } from './errors.js';
import type { RancherToken } from './fleet-rancher-token.js';
import type { Logger } from './platform/logger.js';
import { isRecord } from './platform/plain-records.js';
import { inClusterSource } from './sources/in-cluster.js';

/** A token in a Secret of the cluster that this process runs in. */
export interface SecretTokenOptions {
  /** `NAMESPACE/NAME#KEY` */
  readonly secret: string;
  /** Name of the Rancher it is for, for messages. */
  readonly rancher: string;
  readonly logger: Logger;
  /** The cluster with the Secret. @default the one that this process runs in */
  readonly home?: ClusterSource | undefined;
  /** Milliseconds that a token is used before it is read again. @default 60000 */
  readonly keptMs?: number | undefined;
}

const KEPT_MS = 60_000;

/** Read with the service account of this process, which needs `get` on that one Secret and nothing else: it is not watched, but read again. */
export function secretToken({ secret, rancher, logger, home = inClusterSource(), keptMs = KEPT_MS }: SecretTokenOptions): RancherToken {
  const pool = new SessionPool({ logger });
  const closing = new AbortController();
  const listeners = new Set<() => void>();
  let known: { readonly token: string; readonly readAt: number } | undefined;
  const readAnew = async (signal: AbortSignal): Promise<string> => {
    const token = await readSecret(secret, { rancher, home, pool, signal });
    const isOther = known !== undefined && known.token !== token;
    known = { token, readAt: performance.now() };
    if (isOther) for (const tell of listeners) tell();
    return token;
  };
  // What cannot be read now is told when the token is needed.
  const look = (): void => void readAnew(closing.signal).catch(() => undefined);
  return {
    read: (signal) => (known !== undefined && performance.now() - known.readAt < keptMs ? Promise.resolve(known.token) : readAnew(signal)),
    watch: (onChange) => {
      listeners.add(onChange);
      const timer = setInterval(look, keptMs).unref();
      return {
        close: () => {
          clearInterval(timer);
          listeners.delete(onChange);
        },
      };
    },
    refused: look,
    close: async () => {
      closing.abort(new FleetError('CLOSED', 'The fleet was closed.'));
      await pool.close();
    },
  };
}

interface Reading {
  readonly rancher: string;
  readonly home: ClusterSource;
  readonly pool: SessionPool;
  readonly signal: AbortSignal;
}

async function readSecret(secret: string, { rancher, home, pool, signal }: Reading): Promise<string> {
  const [place = '', key = ''] = secret.split('#');
  const [namespace = '', name = ''] = place.split('/');
  const failed = (code: FleetError['code'], why: string, hint: string, cause?: unknown): FleetError =>
    new FleetError(code, `The token of Rancher "${rancher}" cannot be read from the Secret ${place}: ${why}`, { hint, cause });
  try {
    const [cluster] = (await home.list(signal)).clusters;
    if (cluster === undefined) throw new FleetError('SOURCE_FAILED', 'This process does not run in a cluster.');
    const path = apiPath({ apiVersion: 'v1', plural: 'secrets', namespace, name });
    const object = (await pool.session(cluster).request({ path, signal })).json();
    const data = isRecord(object) && isRecord(object['data']) ? object['data'] : {};
    const encoded = data[key];
    if (typeof encoded !== 'string') {
      const keys = Object.keys(data);
      throw failed('CREDENTIAL_INVALID', `it has no key ${key}.`, keys.length === 0 ? 'It is empty.' : `Its keys: ${keys.join(', ')}.`);
    }
    const token = Buffer.from(encoded, 'base64').toString('utf8').trim();
    if (token === '' || /\s/.test(token))
      throw failed('CREDENTIAL_INVALID', `its key ${key} holds no token.`, 'Put the token there and nothing else.');
    return token;
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    const error = toFleetError(thrown);
    if (error.code === 'CREDENTIAL_INVALID') throw error;
    const hint =
      error.code === 'FORBIDDEN' ? `Allow the service account of this process to get the Secret ${name} in ${namespace}.` : error.hint;
    throw failed(error.code, error.message, hint, error);
  }
}
