/** One flag of the terminal command. */
export interface FlagDefinition {
  /** Without the dashes. */
  readonly name: string;
  readonly type: 'text' | 'boolean';
  /** The camelCase keys it sets; a flag without a key is read by the command itself. */
  readonly keys: readonly string[];
  /** How the value is called in help texts: `--port PORT`. */
  readonly placeholder?: string;
  readonly description: string;
}

/** Every configuration flag. Lists are joined by commas; a boolean flag without value means true. */
export const CONFIG_FLAGS: readonly FlagDefinition[] = [
  { name: 'config', type: 'text', keys: [], placeholder: 'FILE', description: 'Configuration file (TOML).' },
  { name: 'port', type: 'text', keys: ['port'], placeholder: 'PORT', description: 'Serve over HTTP on this port.' },
  { name: 'host', type: 'text', keys: ['host'], placeholder: 'ADDRESS', description: 'Address to listen on.' },
  {
    name: 'kubeconfig',
    type: 'text',
    keys: ['kubeconfig'],
    placeholder: 'PATHS',
    description: 'Kubeconfig file, or several joined by colons.',
  },
  {
    name: 'kubeconfig-dir',
    type: 'text',
    keys: ['kubeconfigDir'],
    placeholder: 'DIR',
    description: 'Folder with one kubeconfig file per cluster.',
  },
  {
    name: 'default-cluster',
    type: 'text',
    keys: ['defaultCluster'],
    placeholder: 'NAME',
    description: 'Cluster for reads that name none, or auto.',
  },
  {
    name: 'log-level',
    type: 'text',
    keys: ['logLevel'],
    placeholder: 'LEVEL',
    description: '0 to 9, or trace, debug, info, warn, error, fatal.',
  },
  { name: 'read-only', type: 'boolean', keys: ['readOnly'], description: 'Only operations that read.' },
  { name: 'disable-destructive', type: 'boolean', keys: ['disableDestructive'], description: 'No operations that delete or replace.' },
  { name: 'toolsets', type: 'text', keys: ['toolsets'], placeholder: 'a,b|all', description: 'Toolsets to offer.' },
  { name: 'tool-search', type: 'boolean', keys: ['toolSearch'], description: 'MCP: two tools, search and call, instead of all.' },
  {
    name: 'all-integrations-enabled',
    type: 'boolean',
    keys: ['nsk.enabled', 'teleport.enabled', 'plugins.enabled'],
    description: 'Turn on Rancher (nsk), Teleport and plugins.',
  },
  { name: 'nsk-enabled', type: 'boolean', keys: ['nsk.enabled'], description: 'Fetch kubeconfigs from Rancher.' },
  { name: 'nsk-rancher-url', type: 'text', keys: ['nsk.rancherUrl'], placeholder: 'URL', description: 'Address of Rancher.' },
  { name: 'nsk-profile', type: 'text', keys: ['nsk.profile'], placeholder: 'NAME', description: 'Profile of the nsk program.' },
  {
    name: 'nsk-config-dir',
    type: 'text',
    keys: ['nsk.configDir'],
    placeholder: 'DIR',
    description: 'Configuration folder of the nsk program.',
  },
  { name: 'nsk-auto-refresh', type: 'boolean', keys: ['nsk.autoRefresh'], description: 'Fetch kubeconfigs again at intervals.' },
  {
    name: 'nsk-refresh-interval',
    type: 'text',
    keys: ['nsk.refreshInterval'],
    placeholder: 'DURATION',
    description: 'Time between two refreshes.',
  },
  { name: 'teleport-enabled', type: 'boolean', keys: ['teleport.enabled'], description: 'Use Teleport sessions.' },
  {
    name: 'teleport-default-profile',
    type: 'text',
    keys: ['teleport.defaultProfile'],
    placeholder: 'NAME',
    description: 'Profile for operations that name none.',
  },
  { name: 'plugins-enabled', type: 'boolean', keys: ['plugins.enabled'], description: 'Offer kubectl plugins.' },
  { name: 'plugins-auto-discovery', type: 'boolean', keys: ['plugins.autoDiscovery'], description: 'Look for plugins on PATH.' },
  { name: 'plugins-allowed', type: 'text', keys: ['plugins.allowedPlugins'], placeholder: 'a,b', description: 'Plugins to offer.' },
  { name: 'plugins-allow-any', type: 'boolean', keys: ['plugins.allowAnyPlugin'], description: 'Offer every plugin that is not blocked.' },
  {
    name: 'plugins-timeout',
    type: 'text',
    keys: ['plugins.executionTimeout'],
    placeholder: 'DURATION',
    description: 'Time one run of a plugin may take.',
  },
];
