import { FleetError } from '../../errors.js';
import { isRecord } from '../../platform/plain-records.js';
import { isRancherLogin, kubeconfigEntries, type KubeconfigEntry } from './kubeconfig-entries.js';

/** What a kubeconfig that Rancher generated may hold for one cluster. */
export interface GeneratedRules {
  /** How the Rancher is called, for messages. */
  readonly rancher: string;
  /** Id of the cluster. */
  readonly id: string;
  /** Addresses of Rancher: the configured one, and what it calls itself (`server-url`). Without a slash at their ends. */
  readonly addresses: readonly string[];
  /** Hosts of the cluster past Rancher that are accepted. */
  readonly directHosts: readonly string[];
}

/** What is used of it; everything in it was looked at. */
export interface GeneratedKubeconfig {
  /** The server as it was written there. */
  readonly server: string;
  /** PEM; undefined: those of the system. */
  readonly authority: string | undefined;
  /** Undefined: it asks for a login by a program instead of holding a token. */
  readonly bearer: string | undefined;
  readonly direct: readonly DirectEndpoint[];
}

/** The API server of a cluster past Rancher. */
export interface DirectEndpoint {
  /** Of its context. */
  readonly name: string;
  readonly server: string;
  /** PEM; undefined: those of the system. */
  readonly authority: string | undefined;
  readonly bearer: string;
}

const CLUSTER_MEMBERS = new Set(['server', 'certificate-authority-data']);
const LONGEST = 40;

/**
 * Takes what belongs to one cluster out of a kubeconfig that Rancher generated, which may hold several: such a file is code, and could
 * run programs, read files and send tokens anywhere. Whatever is not asked for stays behind.
 * @throws FleetError KUBECONFIG_INVALID with what is wrong
 */
export function generatedKubeconfig(document: unknown, rules: GeneratedRules): GeneratedKubeconfig {
  const clusters = new Map(kubeconfigEntries(document, 'clusters').map(({ name, value }) => [name, value]));
  const users = new Map(kubeconfigEntries(document, 'users').map(({ name, value }) => [name, value]));
  const contexts = kubeconfigEntries(document, 'contexts').map(({ name, value }) => ({
    name,
    cluster: clusters.get(String(value['cluster'])),
    user: users.get(String(value['user'])),
  }));
  const wanted = rules.addresses.map((address) => `${address}/k8s/clusters/${encodeURIComponent(rules.id)}`);
  const own = contexts.find(({ cluster }) => wanted.includes(String(cluster?.['server'])));
  if (own?.cluster === undefined) throw refused(rules, elsewhere(kubeconfigEntries(document, 'clusters'), wanted));
  const { user } = own;
  if (user === undefined) throw refused(rules, 'its context names a user that is not in it');
  const direct = contexts.flatMap(({ name, ...rest }) => directOf(name, rest, rules) ?? []);
  return {
    server: String(own.cluster['server']),
    authority: authorityOf(own.cluster, rules),
    bearer: isRancherLogin(user) ? undefined : bearerOf(user, rules),
    direct,
  };
}

function directOf(
  name: string,
  { cluster, user }: { readonly cluster: KubeconfigEntry['value'] | undefined; readonly user: KubeconfigEntry['value'] | undefined },
  rules: GeneratedRules,
): DirectEndpoint | undefined {
  const server = cluster?.['server'];
  if (cluster === undefined || user === undefined || typeof server !== 'string' || !URL.canParse(server)) return undefined;
  const { protocol, host, pathname, search, username, password } = new URL(server);
  if (!rules.directHosts.includes(host) || protocol !== 'https:' || isRancherLogin(user)) return undefined;
  if (pathname !== '/' || search !== '' || username !== '' || password !== '') throw refused(rules, `its direct server ${host} has a path`);
  return { name, server: `https://${host}`, authority: authorityOf(cluster, rules), bearer: bearerOf(user, rules) };
}

function bearerOf(user: KubeconfigEntry['value'], rules: GeneratedRules): string {
  const command = isRecord(user['exec']) ? user['exec']['command'] : undefined;
  if (user['exec'] !== undefined) throw refused(rules, `it would run the program ${JSON.stringify(command)} on this machine`);
  const unknown = Object.keys(user).filter((member) => member !== 'token');
  if (unknown.length > 0) throw refused(rules, `its user has ${unknown.join(', ').slice(0, LONGEST)}, which is not accepted from Rancher`);
  const { token } = user;
  if (typeof token !== 'string' || !/^[\w./-]+:[\w-]+$/.test(token)) throw refused(rules, 'its user has no token of Rancher');
  return token;
}

function authorityOf(cluster: KubeconfigEntry['value'], rules: GeneratedRules): string | undefined {
  const unknown = Object.keys(cluster).filter((member) => !CLUSTER_MEMBERS.has(member));
  if (unknown.length > 0)
    throw refused(rules, `its cluster has ${unknown.join(', ').slice(0, LONGEST)}, which is not accepted from Rancher`);
  const data = cluster['certificate-authority-data'];
  if (data === undefined) return undefined;
  if (typeof data !== 'string') throw refused(rules, 'its authority is none');
  return Buffer.from(data, 'base64').toString('utf8');
}

function elsewhere(clusters: readonly KubeconfigEntry[], wanted: readonly string[]): string {
  const servers = clusters
    .map(({ value }) => String(value['server']))
    .map((server) => {
      const url = URL.canParse(server) ? new URL(server) : undefined;
      return url === undefined ? 'no address' : `${url.host}${url.pathname}`.slice(0, 120);
    });
  return `it leads to ${servers.slice(0, 3).join(', ') || 'nothing'} and not to ${wanted.join(' or ')}`;
}

function refused({ rancher, id }: GeneratedRules, why: string): FleetError {
  return new FleetError('KUBECONFIG_INVALID', `The kubeconfig that Rancher "${rancher}" made for ${id} is not used: ${why}.`, {
    hint: 'The kubeconfig at hand, if there is one, stays in use. kubeconfigs = "token" needs none from Rancher.',
    details: { clusterId: id },
  });
}
