import { Agent, request as httpsRequest } from 'node:https';
import { FleetError } from '../lib/errors.js';
import type { LocalClusterDescription } from './cluster-description.js';
import { localCredential } from './users.js';

/** An answer of the API server, whatever its status. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The parsed body. Throws when it is not JSON. */
  json(): unknown;
}

/** A client of the administrator, straight to the API server: for seeding and for looking at the truth in tests. */
export interface LocalApiClient {
  /**
   * One request; `path` may carry a query. PATCH sends a merge patch.
   * @throws FleetError CONNECTION_FAILED when there is no answer; every HTTP status is an answer.
   */
  request(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** Ends its connections. */
  close(): void;
}

const SOCKETS = 32;

/** Opens a keep-alive client for one cluster; connects at the first request. */
export function openApiClient(cluster: LocalClusterDescription): LocalApiClient {
  const credential = localCredential(cluster, 'admin');
  const certified = 'certified' in credential ? credential.certified : undefined;
  const agent = new Agent({
    keepAlive: true,
    maxSockets: SOCKETS,
    ca: cluster.authority.certificate,
    cert: certified?.certificate,
    key: certified?.privateKey,
  });
  return {
    request: (method, path, body) =>
      new Promise((resolve, reject) => {
        const payload = body === undefined ? undefined : JSON.stringify(body);
        const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
        const outgoing = httpsRequest({
          host: cluster.host,
          port: cluster.port,
          method,
          path,
          agent,
          headers: { accept: 'application/json', ...(payload === undefined ? {} : { 'content-type': contentType }) },
        });
        const fail = (cause: Error): void => {
          reject(new FleetError('CONNECTION_FAILED', `${method} ${path}: ${cause.message}`, { cluster: cluster.name, cause }));
        };
        outgoing.on('error', fail);
        outgoing.on('response', (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', fail);
          incoming.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json: (): unknown => JSON.parse(text) });
          });
        });
        outgoing.end(payload);
      }),
    close: () => agent.destroy(),
  };
}
