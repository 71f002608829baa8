import type { RancherCluster, RancherState } from './stand-in-rancher.js';

/** One way to a cluster in a kubeconfig. */
export interface Way {
  readonly name: string;
  readonly server: string;
  /** PEM; empty: no line for it. */
  readonly authority: string;
  /** Of its user. */
  readonly user: string;
}

/** What generateKubeconfig gives: a text template with quoted values, its certificate folded over lines. */
export function kubeconfigOf(state: RancherState, cluster: RancherCluster, bearer: string | undefined): string {
  const { name } = cluster;
  const ways = [proxied(state, cluster, name), ...directWays(cluster, name)];
  return document(ways, [{ name, lines: bearer === undefined ? loginByProgram(baseOf(state), name) : [`    token: "${bearer}"`] }], name);
}

/** The way through Rancher. */
export function proxied(state: RancherState, { id, name }: RancherCluster, user: string): Way {
  return { name, server: `${baseOf(state)}/k8s/clusters/${id}`, authority: state.cacerts, user };
}

/** The ways past Rancher: one by its name, else one for each node of the control plane. */
export function directWays({ name, direct }: RancherCluster, user: string): Way[] {
  if (direct === undefined) return [];
  const { authority, nodes } = direct;
  if (nodes === undefined) return [{ name: `${name}-fqdn`, server: direct.url, authority, user }];
  return nodes.map((node) => ({ name: `${name}-${node.hostname}`, server: `https://${node.ipAddress}:6443`, authority, user }));
}

/** What Rancher calls itself. */
export function baseOf({ knobs, url }: RancherState): string {
  return knobs.serverUrl ?? url;
}

/** A kubeconfig as Rancher writes it. */
export function document(
  ways: readonly Way[],
  users: readonly { readonly name: string; readonly lines: readonly string[] }[],
  current: string,
): string {
  return [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    ...ways.flatMap(({ name, server, authority }) => [
      `- name: "${name}"`,
      '  cluster:',
      `    server: "${server}"`,
      ...(authority === '' ? [] : [`    certificate-authority-data: "${folded(authority)}"`]),
    ]),
    'users:',
    ...users.flatMap(({ name, lines }) => [`- name: "${name}"`, '  user:', ...lines]),
    'contexts:',
    ...ways.flatMap(({ name, user }) => [`- name: "${name}"`, '  context:', `    user: "${user}"`, `    cluster: "${name}"`]),
    `current-context: "${current}"`,
    '',
  ].join('\n');
}

function folded(pem: string): string {
  const lines =
    Buffer.from(pem)
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  return lines.join('\\\n      ');
}

function loginByProgram(base: string, name: string): string[] {
  return [
    '    exec:',
    '      apiVersion: client.authentication.k8s.io/v1beta1',
    '      command: rancher',
    '      args:',
    '      - token',
    `      - --server=${new URL(base).host}`,
    `      - --user=${name}`,
  ];
}
