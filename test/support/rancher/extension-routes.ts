import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { sendJson } from '../https-server.js';
import { kubeconfigOf } from './kubeconfig.js';
import type { RancherState } from './stand-in-rancher.js';
import type { TokenRecord } from './tokens.js';

interface ExtensionCall {
  readonly url: URL;
  readonly token: TokenRecord;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** `ext.cattle.io/v1` of 2.12 and newer: kubeconfigs with one token for many clusters. */
export async function answerExtension(state: RancherState, { url, token, request, response }: ExtensionCall): Promise<void> {
  const failed = (code: number, reason: string, message: string): void =>
    sendJson(response, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message }, code);
  if (!state.knobs.extension) {
    failed(404, 'NotFound', 'the server could not find the requested resource');
    return;
  }
  const [kind = '', name] = url.pathname.slice('/apis/ext.cattle.io/v1'.length).split('/').filter(Boolean);
  if (kind === '') {
    sendJson(response, {
      kind: 'APIResourceList',
      groupVersion: 'ext.cattle.io/v1',
      resources: [{ name: 'kubeconfigs' }, { name: 'tokens' }],
    });
    return;
  }
  if (kind !== 'kubeconfigs') {
    failed(404, 'NotFound', 'the server could not find the requested resource');
    return;
  }
  if (request.method === 'DELETE' && name !== undefined) {
    for (const each of state.tokens.list()) if (each.description === `ext ${name}`) state.tokens.remove(each.name);
    sendJson(response, { kind: 'Status', status: 'Success' });
    return;
  }
  if (request.method !== 'POST') {
    failed(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource');
    return;
  }
  const body = JSON.parse(await text(request)) as { spec?: { clusters?: string[]; ttl?: number; description?: string } };
  const ids = body.spec?.clusters ?? [];
  const unknown = ids.find((id) => id !== '*' && !state.clusters.some((cluster) => cluster.id === id));
  if (unknown !== undefined) {
    failed(400, 'BadRequest', `cluster ${unknown} not found`);
    return;
  }
  const chosen = state.clusters.filter(({ id }) => ids.includes('*') || ids.includes(id));
  const made = `kubeconfig-${Math.random().toString(36).slice(2, 7)}`;
  const minted = state.tokens.mint({
    user: token.user,
    kind: 'kubeconfig',
    description: `ext ${made}`,
    ttl: (body.spec?.ttl ?? 2_592_000) * 1000,
  });
  const value = chosen.map((cluster) => kubeconfigOf(state, cluster, minted.bearer)).join('---\n');
  sendJson(
    response,
    {
      apiVersion: 'ext.cattle.io/v1',
      kind: 'Kubeconfig',
      metadata: { name: made },
      spec: body.spec,
      status: { summary: 'Complete', tokens: [minted.name], value },
    },
    201,
  );
}
