import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { limitedSignal } from '../../platform/limited-signal.js';
import { isRecord, parseJson } from '../../platform/plain-records.js';

/** An API server, and what it is to be asked with. */
export interface ProbedEndpoint {
  readonly server: string;
  /** PEM; undefined: those of the system. */
  readonly authority: string | undefined;
  readonly bearer: string;
}

/** Whether an API server answers `/version` with that token. Follows no redirect. Throws only when `signal` ends it. */
export async function answersVersion(
  { server, authority, bearer }: ProbedEndpoint,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const limited = limitedSignal(signal, timeoutMs);
  try {
    return await new Promise<boolean>((resolve, reject) => {
      const options = {
        headers: { authorization: `Bearer ${bearer}`, accept: 'application/json' },
        agent: false,
        signal: limited.signal,
        ...(authority === undefined ? {} : { ca: authority }),
      } as const;
      const sent = request(`${server}/version`, options, (response) => {
        text(response).then((body) => {
          const version = response.statusCode === 200 ? parseJson(body) : undefined;
          resolve(isRecord(version) && typeof version['gitVersion'] === 'string');
        }, reject);
      });
      sent.on('error', reject);
      sent.end();
    });
  } catch {
    signal.throwIfAborted();
    return false;
  } finally {
    limited.release();
  }
}
