import type { ServerResponse } from 'node:http';
import { authority, sendJson, startServer } from '../../support/https-server.js';
import { kubeconfig, SECRET } from '../../support/kubeconfigs.js';

/** A call that reached a cluster which never answers. */
export interface HeldRequest {
  /** Resolves when the caller lets go of it. */
  readonly released: Promise<void>;
}

/** API servers that no real one would be, each behind a path of one TLS server. */
export interface MisbehavingServer extends AsyncDisposable {
  /** Resolves with the next request to the cluster `stuck`, which is never answered. */
  asked(): Promise<HeldRequest>;
  /** A kubeconfig for `stuck`, or for `leaky`, which fails and tells the caller its own credential. Their token is SECRET. */
  kubeconfig(cluster: 'stuck' | 'leaky'): string;
}

export async function startMisbehavingServer(): Promise<MisbehavingServer> {
  let tellAsked = (_held: HeldRequest): void => undefined;
  const server = await startServer((request, response) => {
    if (request.url?.startsWith('/stuck/') === true) {
      tellAsked({ released: new Promise((resolve) => response.once('close', resolve)) });
    } else leak(response, request.headers.authorization ?? '');
  });
  const certificate = Buffer.from(authority.certificate).toString('base64');
  return {
    asked: () =>
      new Promise((resolve) => {
        tellAsked = resolve;
      }),
    kubeconfig: (cluster) =>
      kubeconfig({ server: `${server.url}/${cluster}`, cluster: { 'certificate-authority-data': certificate }, user: { token: SECRET } }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function leak(response: ServerResponse, authorization: string): void {
  const message = `a webhook failed for the request with "Authorization: ${authorization}", token=${SECRET}`;
  sendJson(response, { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason: 'InternalError', code: 500 }, 500);
}
