import type { ServerResponse } from 'node:http';
import { sendJson } from '../https-server.js';
import type { RancherState } from './stand-in-rancher.js';
import { isExpired, type TokenRecord } from './tokens.js';

/** `/v3/tokens[/NAME]`: one sees and removes one's own. */
export function answerTokens(
  { tokens }: RancherState,
  { url, method, token, response }: { url: URL; method: string; token: TokenRecord; response: ServerResponse },
): void {
  const name = decodeURIComponent(url.pathname.slice('/v3/tokens'.length).replace(/^\//, ''));
  if (name === '') {
    const own = tokens.list().filter(({ user, name: each }) => user === token.user && !each.startsWith('ext/'));
    sendJson(response, {
      type: 'collection',
      resourceType: 'token',
      pagination: { limit: 1000, total: own.length },
      data: own.map((each) => shown(each, token)),
    });
    return;
  }
  const found = tokens.get(name);
  if (found?.user !== token.user || name.startsWith('ext/')) {
    sendJson(response, { type: 'error', status: 404, code: 'NotFound', message: `${name} not found` }, 404);
    return;
  }
  if (method === 'DELETE') {
    tokens.remove(name);
    response.writeHead(204).end();
    return;
  }
  sendJson(response, shown(found, token));
}

function shown(record: TokenRecord, current: TokenRecord): object {
  const { name, user, description, ttl, createdAt, enabled, cluster, kind } = record;
  return {
    id: name,
    type: 'token',
    baseType: 'token',
    name,
    description,
    userId: user,
    ttl,
    enabled,
    expired: isExpired(record),
    expiresAt: ttl === 0 ? '' : new Date(createdAt + ttl).toISOString(),
    current: record === current,
    isDerived: true,
    created: new Date(createdAt).toISOString(),
    labels: kind === undefined ? {} : { 'authn.management.cattle.io/kind': kind, 'authn.management.cattle.io/token-userId': user },
    ...(cluster === undefined ? {} : { clusterId: cluster }),
  };
}
