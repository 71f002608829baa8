import type { ServerResponse } from 'node:http';
import { sendJson } from '../https-server.js';
import type { RancherState } from './stand-in-rancher.js';
import type { TokenRecord } from './tokens.js';

/** What needs no token (`/ping`, `/rancherversion`, `cacerts`), and the settings that do. False for any other path. */
export function answerSettings(
  { knobs, cacerts, url: own }: RancherState,
  url: URL,
  token: TokenRecord | undefined,
  response: ServerResponse,
): boolean {
  const settings: Readonly<Record<string, string>> = {
    cacerts,
    'server-version': knobs.version,
    'server-url': knobs.serverUrl ?? own,
    'kubeconfig-generate-token': String(knobs.generateToken),
    'kubeconfig-default-token-ttl-minutes': '43200',
  };
  if (url.pathname === '/ping') {
    response.end('pong');
    return true;
  }
  if (url.pathname === '/rancherversion' && !knobs.version.startsWith('v2.6.')) {
    response.end(JSON.stringify({ Version: knobs.version, GitCommit: 'abc1234', RancherPrime: 'false' }));
    return true;
  }
  const name = /^\/v3\/settings\/([a-z-]+)$/.exec(url.pathname)?.[1];
  const value = name === undefined ? undefined : settings[name];
  if (name === undefined || value === undefined || (name !== 'cacerts' && token === undefined)) return false;
  sendJson(response, {
    id: name,
    name,
    type: 'setting',
    baseType: 'setting',
    customized: true,
    default: '',
    source: 'db',
    value,
    links: {},
  });
  return true;
}
