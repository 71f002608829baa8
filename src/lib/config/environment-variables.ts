/** One environment variable that the configuration reads. */
export interface VariableDefinition {
  readonly name: string;
  /** The camelCase key it sets; without one it is accepted and changes nothing. */
  readonly key: string | undefined;
  readonly description: string;
}

/** Every environment variable of the configuration. One that is set to nothing counts as not set. */
export const CONFIG_VARIABLES: readonly VariableDefinition[] = [
  {
    name: 'KUBECONFIG',
    key: 'kubeconfig',
    description:
      'Kubeconfig files, joined by colons. Not used where a kubeconfig folder or Rancher is configured: it would add clusters nobody named.',
  },
  { name: 'LOG_LEVEL', key: 'logLevel', description: '0 to 9, or the name of a level.' },
  { name: 'FLEETWRIGHT_AUTH_TOKEN', key: 'authToken', description: 'Bearer token that HTTP callers must send.' },
  {
    name: 'MULTI_CLUSTER_ENABLED',
    key: undefined,
    description: 'Accepted for older set-ups; one cluster is a fleet of one, so there is nothing to turn on.',
  },
  { name: 'NSK_ENABLED', key: 'nsk.enabled', description: 'Fetch kubeconfigs from Rancher.' },
  { name: 'RANCHER_URL', key: 'nsk.rancherUrl', description: 'Address of Rancher.' },
  { name: 'RANCHER_TOKEN', key: 'nsk.rancherToken', description: 'API token of Rancher.' },
  { name: 'RANCHER_INSECURE', key: 'nsk.rancherInsecure', description: 'Accept any certificate from Rancher.' },
  { name: 'GITHUB_TOKEN', key: 'nsk.githubToken', description: 'GitHub token that nsk uses to update itself.' },
  { name: 'NSK_PROFILE', key: 'nsk.profile', description: 'Profile of the nsk program.' },
  { name: 'NSK_CONFDIR', key: 'nsk.configDir', description: 'Configuration folder of the nsk program.' },
  { name: 'TELEPORT_ENABLED', key: 'teleport.enabled', description: 'Use Teleport sessions.' },
  { name: 'TELEPORT_AUTO_RENEW', key: 'teleport.autoRenew', description: 'Renew sessions before they end.' },
  { name: 'PLUGINS_ENABLED', key: 'plugins.enabled', description: 'Offer kubectl plugins.' },
  { name: 'PLUGINS_AUTO_DISCOVERY', key: 'plugins.autoDiscovery', description: 'Look for plugins on PATH.' },
];
