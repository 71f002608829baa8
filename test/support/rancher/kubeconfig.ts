import type { RancherCluster, RancherState } from './stand-in-rancher.js';

/** What generateKubeconfig gives: a text template with quoted values, its certificate folded over lines. */
export function kubeconfigOf(state: RancherState, { id, name, direct }: RancherCluster, bearer: string | undefined): string {
  const { cacerts, knobs, url } = state;
  const base = knobs.serverUrl ?? url;
  const entries = [
    { name, server: `${base}/k8s/clusters/${id}`, authority: cacerts },
    ...(direct === undefined ? [] : [{ name: `${name}-fqdn`, server: direct.url, authority: direct.authority }]),
  ];
  return [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    ...entries.flatMap((entry) => [
      `- name: "${entry.name}"`,
      '  cluster:',
      `    server: "${entry.server}"`,
      ...(entry.authority === '' ? [] : [`    certificate-authority-data: "${folded(entry.authority)}"`]),
    ]),
    'users:',
    `- name: "${name}"`,
    '  user:',
    ...(bearer === undefined ? loginByProgram(base, name) : [`    token: "${bearer}"`]),
    'contexts:',
    ...entries.flatMap((entry) => [`- name: "${entry.name}"`, '  context:', `    user: "${name}"`, `    cluster: "${entry.name}"`]),
    `current-context: "${name}"`,
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
