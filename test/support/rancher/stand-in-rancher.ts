import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { authority, sendJson, startServer } from '../https-server.js';
import { answerClusters } from './clusters-route.js';
import { answerCollection, type ClusterCollections } from './collections-route.js';
import { answerExtension } from './extension-routes.js';
import { failNow, type Failures } from './failures.js';
import { forward, forwardUpgrade } from './proxy-route.js';
import { answerSettings } from './settings-route.js';
import { TokenTable, type TokenRecord } from './tokens.js';
import { answerTokens } from './tokens-route.js';

/** A real API server that stands behind a cluster of the stand-in. */
export interface ProxiedServer {
  readonly host: string;
  readonly port: number;
  /** PEM of the authority of its certificate. */
  readonly authority: string;
  /** Bearer token of an administrator there: Rancher does its own authentication before it forwards. */
  readonly adminToken: string;
}

/** One cluster as Rancher knows it. Its members may be changed while the server runs. */
export interface RancherCluster {
  /** `local`, `c-abcde`, `c-m-7xk2p9qd`. */
  id: string;
  name: string;
  /** `active`, `unavailable`, `provisioning`… @default 'active' */
  state?: string;
  transitioningMessage?: string;
  labels?: Record<string, string>;
  provider?: string;
  kubernetesVersion?: string;
  nodeCount?: number;
  conditions?: readonly Readonly<Record<string, string>>[];
  /** Authorised cluster endpoint: contexts beside the one through Rancher, by its name or with `nodes` one for each of them. */
  direct?: {
    readonly url: string;
    readonly authority: string;
    readonly nodes?: readonly { readonly hostname: string; readonly ipAddress: string }[];
  };
  /** Absent: the agent is not connected (500 as text). */
  server?: ProxiedServer;
  /** True: 503 of a cluster that has not come up yet. */
  notProvisioned?: boolean;
  /** Its projects, node pools and nodes. */
  collections?: ClusterCollections;
}

/** What of the server a test may change at any time. */
export interface RancherKnobs {
  version: string;
  /** Milliseconds before every answer. */
  latencyMs: number;
  /** Largest page that is given, whatever the client asks for. */
  pageLimit: number | undefined;
  /** Host name in the links of answers, as of a Rancher behind a proxy. */
  linkHost: string | undefined;
  /** Called between two pages of one listing. */
  betweenPages: (() => void) | undefined;
  /** False: kubeconfigs ask for `rancher token` instead of holding a token. */
  generateToken: boolean;
  /** The setting `server-url`; `undefined` = the address of the request. */
  serverUrl: string | undefined;
  /** ext.cattle.io, since 2.12. */
  extension: boolean;
  /** Whether its kubeconfigs hold tokens of the newer kind, `ext/token-…`. */
  extensionTokens: boolean;
  /** Milliseconds that tokens of generated kubeconfigs live; 0 = for ever. */
  tokenLifeMs: number;
  /** Changes a generated kubeconfig before it is given, as somebody who took over the server would. */
  tamper: (kubeconfig: string) => string;
  /** How long a cluster whose agent is away keeps its callers waiting. */
  disconnectedDelayMs: number;
  failures: Failures[];
}

/** One request that arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly token: string | undefined;
}

/** A kubeconfig that ext.cattle.io made. */
export interface ExtensionKubeconfig {
  readonly user: string;
  readonly clusters: readonly string[];
  readonly description: string;
  /** Seconds. */
  readonly ttl: number;
  /** Names. */
  readonly tokens: readonly string[];
}

/** What every route gets. */
export interface RancherState {
  readonly clusters: RancherCluster[];
  readonly tokens: TokenTable;
  /** Objects of ext.cattle.io, by their names. */
  readonly kubeconfigs: Map<string, ExtensionKubeconfig>;
  readonly knobs: RancherKnobs;
  readonly url: string;
  /** PEM; empty with a publicly trusted certificate. */
  readonly cacerts: string;
}

export interface StandInRancher extends AsyncDisposable, RancherState {
  readonly requests: SeenRequest[];
  /** An API token of the user `user-abcde`. */
  readonly token: string;
}

export interface RancherOptions {
  readonly clusters?: RancherCluster[];
  /** False: plain HTTP. @default true */
  readonly tls?: boolean;
  readonly knobs?: Partial<RancherKnobs>;
}

/**
 * A Rancher that is none: the routes, shapes and traps of its API as read in its source (2.6 to 2.14), without a real Rancher behind them.
 * What lies under `/k8s/clusters/ID` goes to real API servers.
 */
export async function startRancher(options: RancherOptions = {}): Promise<StandInRancher> {
  const knobs: RancherKnobs = {
    version: 'v2.8.15',
    latencyMs: 0,
    pageLimit: undefined,
    linkHost: undefined,
    betweenPages: undefined,
    generateToken: true,
    serverUrl: undefined,
    extension: false,
    extensionTokens: false,
    tokenLifeMs: 30 * 86_400_000,
    tamper: (kubeconfig) => kubeconfig,
    disconnectedDelayMs: 50,
    failures: [],
    ...options.knobs,
  };
  const tokens = new TokenTable();
  const requests: SeenRequest[] = [];
  const tls = options.tls ?? true;
  const server = await startServer((request, response) => void handle(state, requests, request, response), tls ? {} : { tls: false });
  const state: RancherState = {
    clusters: options.clusters ?? [],
    tokens,
    kubeconfigs: new Map(),
    knobs,
    url: server.url,
    cacerts: tls ? authority.certificate : '',
  };
  upgrades(server.server, state);
  return {
    ...state,
    requests,
    token: tokens.mint({ description: 'api key' }).bearer,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function handle(state: RancherState, requests: SeenRequest[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', state.url);
  const bearer = bearerOf(request);
  requests.push({ method: request.method ?? 'GET', path: `${url.pathname}${url.search}`, token: bearer?.split(':')[0] });
  if (state.knobs.latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, state.knobs.latencyMs));
  if (failNow(state.knobs.failures, url.pathname, response)) return;
  const token = bearer === undefined ? undefined : state.tokens.find(bearer);
  response.setHeader('X-API-Cattle-Auth', String(token !== undefined));
  if (answerSettings(state, url, token, response)) return;
  if (token === undefined || !withinScope(token, url.pathname)) {
    sendJson(response, { type: 'error', status: '401', message: 'Unauthorized 401: must authenticate' }, 401);
    return;
  }
  if (url.pathname.startsWith('/k8s/clusters/')) return forward(state, url, request, response);
  if (url.pathname.startsWith('/v3/clusters') || url.pathname.startsWith('/v1/management.cattle.io.clusters')) {
    answerClusters(state, { url, method: request.method ?? 'GET', token, response });
    return;
  }
  if (url.pathname.startsWith('/v3/tokens')) {
    answerTokens(state, { url, method: request.method ?? 'GET', token, response });
    return;
  }
  if (answerCollection(state, url, response)) return;
  if (url.pathname.startsWith('/apis/ext.cattle.io/v1')) return answerExtension(state, { url, token, request, response });
  if (url.pathname === '/v3/users' && url.searchParams.get('me') === 'true') {
    sendJson(response, {
      type: 'collection',
      data: [{ id: token.user, username: 'ada', name: 'Ada', me: true, principalIds: [`local://${token.user}`] }],
    });
    return;
  }
  sendJson(response, { type: 'error', status: 404, code: 'NotFound', message: 'not found' }, 404);
}

function upgrades(server: Server, state: RancherState): void {
  server.on('upgrade', (request, socket, head) => {
    const bearer = bearerOf(request);
    const url = new URL(request.url ?? '/', state.url);
    const token = bearer === undefined ? undefined : state.tokens.find(bearer);
    if (token === undefined || !withinScope(token, url.pathname)) socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
    else forwardUpgrade(state, url, request, socket, head);
  });
}

function bearerOf(request: IncomingMessage): string | undefined {
  return /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** A token that was made for one cluster opens nothing else, not even the list of clusters. */
function withinScope({ cluster }: TokenRecord, path: string): boolean {
  if (cluster === undefined) return true;
  return [`/v3/clusters/${cluster}`, `/v3/cluster/${cluster}`, `/k8s/clusters/${cluster}`].some(
    (prefix) => path === prefix || path.startsWith(`${prefix}/`),
  );
}
