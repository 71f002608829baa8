import { FleetError } from '../../errors.js';
import { isRecord } from '../../platform/plain-records.js';

/** Where a kubeconfig may lead, and what it may hold. */
export interface KubeconfigRules {
  /** Who gave it, for messages: `nsk`, `Rancher "prod"`. */
  readonly from: string;
  /** Hosts (with port where it is not the usual one) that its servers may be on. */
  readonly hosts: readonly string[];
  /** True: its first context may lead past Rancher, to hosts that it names itself (authorised cluster endpoints). */
  readonly directEndpoints: boolean;
}

const USER_MEMBERS = new Set(['token', 'client-certificate-data', 'client-key-data']);
const CLUSTER_MEMBERS = new Set(['server', 'certificate-authority-data', 'tls-server-name', 'insecure-skip-tls-verify']);

interface Named {
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * Checks a kubeconfig that a server gave, before anything loads it: such a file can run programs, read files of this machine and send
 * credentials anywhere. What is left is its current context, with nothing in it that was not looked at.
 * @throws FleetError KUBECONFIG_INVALID with what is wrong
 */
export function checkedKubeconfig(document: unknown, rules: KubeconfigRules): Readonly<Record<string, unknown>> {
  if (!isRecord(document)) throw refused(rules, 'it is no kubeconfig');
  const current = document['current-context'];
  const context = entries(document['contexts'], 'context').find(({ name }) => name === current)?.value;
  if (typeof current !== 'string' || context === undefined) throw refused(rules, 'its current context is missing');
  const cluster = entries(document['clusters'], 'cluster').find(({ name }) => name === context['cluster']);
  const user = entries(document['users'], 'user').find(({ name }) => name === context['user']);
  if (cluster === undefined || user === undefined) throw refused(rules, `its context ${JSON.stringify(current)} names what is not in it`);
  checkUser(user.value, rules);
  checkCluster(cluster.value, rules);
  const { namespace } = context;
  return {
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': [{ name: cluster.name, cluster: cluster.value }],
    'users': [{ name: user.name, user: user.value }],
    'contexts': [
      { name: current, context: { cluster: cluster.name, user: user.name, ...(typeof namespace === 'string' ? { namespace } : {}) } },
    ],
    'current-context': current,
  };
}

/** True when it asks for `rancher token`, which asks its user: nothing that a program can answer. */
export function needsRancherLogin(document: unknown): boolean {
  const users = isRecord(document) ? entries(document['users'], 'user') : [];
  return users.some(
    ({ value: { exec } }) => isRecord(exec) && typeof exec['command'] === 'string' && /(^|\/)rancher(\.exe)?$/.test(exec['command']),
  );
}

function checkUser(user: Readonly<Record<string, unknown>>, rules: KubeconfigRules): void {
  if (user['exec'] !== undefined) {
    const command = isRecord(user['exec']) ? user['exec']['command'] : undefined;
    throw refused(rules, `it would run the program ${JSON.stringify(command)} on this machine`);
  }
  const unknown = Object.keys(user).filter((member) => !USER_MEMBERS.has(member));
  if (unknown.length > 0) throw refused(rules, `its user has ${unknown.join(', ')}, which is not accepted from a server`);
  if (!Object.values(user).every((value) => typeof value === 'string' && value !== '') || Object.keys(user).length === 0)
    throw refused(rules, 'its user has no credential that can be used');
}

function checkCluster(cluster: Readonly<Record<string, unknown>>, rules: KubeconfigRules): void {
  const unknown = Object.keys(cluster).filter((member) => !CLUSTER_MEMBERS.has(member));
  if (unknown.length > 0) throw refused(rules, `its cluster has ${unknown.join(', ')}, which is not accepted from a server`);
  const server = cluster['server'];
  const url = typeof server === 'string' && URL.canParse(server) ? new URL(server) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '') throw refused(rules, 'its server is not the address of one');
  if (url.protocol !== 'https:' && !rules.hosts.includes(url.host)) throw refused(rules, `its server ${url.origin} is not encrypted`);
  if (!rules.hosts.includes(url.host) && !rules.directEndpoints)
    throw refused(rules, `it leads to ${url.host}, which is not ${rules.hosts.join(' or ')}`);
}

function entries(list: unknown, member: string): Named[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    if (!isRecord(entry) || typeof entry['name'] !== 'string') return [];
    const value = entry[member];
    return isRecord(value) ? [{ name: entry['name'], value }] : [];
  });
}

function refused({ from }: KubeconfigRules, why: string): FleetError {
  return new FleetError('KUBECONFIG_INVALID', `A kubeconfig from ${from} is not used: ${why}.`, {
    hint: 'The kubeconfig at hand, if there is one, stays in use.',
  });
}
