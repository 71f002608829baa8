import { FleetError } from '../../errors.js';
import { isRecord } from '../../platform/plain-records.js';
import { isRancherLogin, kubeconfigEntries } from './kubeconfig-entries.js';

/** Where a kubeconfig may lead, and what it may hold. */
export interface KubeconfigRules {
  /** Who gave it, for messages: `nsk`, `Rancher "prod"`. */
  readonly from: string;
  /** Origins (`https://rancher.example.com`) that its server may be on; undefined: none is known, and any encrypted one is taken. */
  readonly origins: readonly string[] | undefined;
  /** Whether it may switch the check of certificates off. */
  readonly insecure: boolean;
  /** The API token of Rancher: stands in where the kubeconfig asks for the login of `rancher token`, and leads to Rancher itself. */
  readonly apiToken?: string | undefined;
}

const USER_MEMBERS = new Set(['token', 'client-certificate-data', 'client-key-data']);
const CLUSTER_MEMBERS = new Set(['server', 'certificate-authority-data', 'tls-server-name', 'insecure-skip-tls-verify']);

/**
 * Checks a kubeconfig that a server gave, before anything loads it: such a file can run programs, read files of this machine and send
 * credentials anywhere. What is left is its current context, with nothing in it that was not looked at.
 * @throws FleetError KUBECONFIG_INVALID with what is wrong
 */
export function checkedKubeconfig(document: unknown, rules: KubeconfigRules): Readonly<Record<string, unknown>> {
  if (!isRecord(document)) throw refused(rules, 'it is no kubeconfig');
  const current = document['current-context'];
  const context = kubeconfigEntries(document, 'contexts').find(({ name }) => name === current)?.value;
  if (typeof current !== 'string' || context === undefined) throw refused(rules, 'its current context is missing');
  const cluster = kubeconfigEntries(document, 'clusters').find(({ name }) => name === context['cluster']);
  const user = kubeconfigEntries(document, 'users').find(({ name }) => name === context['user']);
  if (cluster === undefined || user === undefined) throw refused(rules, `its context ${JSON.stringify(current)} names what is not in it`);
  checkCluster(cluster.value, rules);
  const login = isRancherLogin(user.value) && rules.apiToken !== undefined && leadsToRancher(cluster.value, rules);
  const credential = login ? { token: rules.apiToken } : user.value;
  checkUser(credential, rules);
  const { namespace } = context;
  return {
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': [{ name: cluster.name, cluster: cluster.value }],
    'users': [{ name: user.name, user: credential }],
    'contexts': [
      { name: current, context: { cluster: cluster.name, user: user.name, ...(typeof namespace === 'string' ? { namespace } : {}) } },
    ],
    'current-context': current,
  };
}

/** True when it asks for the login of `rancher token`. */
export function needsRancherLogin(document: unknown): boolean {
  return kubeconfigEntries(document, 'users').some(({ value }) => isRancherLogin(value));
}

/** The API token goes nowhere but to Rancher. */
function leadsToRancher({ server }: Readonly<Record<string, unknown>>, { origins = [] }: KubeconfigRules): boolean {
  return typeof server === 'string' && URL.canParse(server) && origins.includes(new URL(server).origin);
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
  const { origins } = rules;
  if (origins?.includes(url.origin) !== true) {
    if (url.protocol !== 'https:') throw refused(rules, `its server ${url.origin} is not encrypted`);
    if (origins !== undefined) throw refused(rules, `it leads to ${url.host}, which is not ${origins.join(' or ')}`);
  }
  if (cluster['insecure-skip-tls-verify'] === true && !rules.insecure) throw refused(rules, 'it switches the check of certificates off');
}

function refused({ from }: KubeconfigRules, why: string): FleetError {
  return new FleetError('KUBECONFIG_INVALID', `A kubeconfig from ${from} is not used: ${why}.`, {
    hint: 'The kubeconfig at hand, if there is one, stays in use.',
  });
}
