import { delimiter, join, resolve } from 'node:path';
import type { ClusterSource } from '../clusters/source.js';
import { FleetError } from '../errors.js';
import { expandHome, homeDirectory, hostEnvironment } from '../platform/environment.js';
import { nodeFiles } from '../platform/node-modules.js';
import { inClusterSource, runsInCluster } from './in-cluster.js';
import { kubeconfigContextsSource } from './kubeconfig-contexts.js';
import { kubeconfigDirectorySource } from './kubeconfig-directory.js';
import { type ManagedDirectory, managedDirectorySource } from './managed-directory.js';

/** Where to look for clusters. */
export interface SourceSettings {
  /** A directory in which each `*.yaml` and `*.yml` is one cluster. */
  readonly kubeconfigDir?: string | undefined;
  /** A kubeconfig file, or several in the form of the KUBECONFIG variable: each context is one cluster. */
  readonly kubeconfig?: string | undefined;
  /** The cluster that this process runs in. */
  readonly inCluster?: boolean | undefined;
  /** Directories that an integration fills. One that is `kubeconfigDir` as well is one source. */
  readonly managed?: readonly ManagedDirectory[] | undefined;
  /** Further sources, beside those above. */
  readonly sources?: readonly ClusterSource[] | undefined;
}

/**
 * The sources that the settings name. Where they name none: the KUBECONFIG variable, else `~/.kube/config`, else the cluster this
 * process runs in, else none.
 * @throws FleetError CONFIG_INVALID when two sources have one name
 */
export function configuredSources(settings: SourceSettings): readonly ClusterSource[] {
  const { kubeconfigDir, kubeconfig, inCluster = false, managed = [], sources = [] } = settings;
  const own = isSet(kubeconfigDir) ? expandHome(kubeconfigDir) : undefined;
  const isManaged = managed.some(({ directory }) => own !== undefined && isSameFolder(directory, own));
  const named = [
    ...(own === undefined || isManaged ? [] : [kubeconfigDirectorySource({ directory: own })]),
    ...managed.map(managedDirectorySource),
    ...(isSet(kubeconfig) ? [contextsOf(kubeconfig)] : []),
    ...(inCluster ? [inClusterSource()] : []),
    ...sources,
  ];
  const twice = named.find((source, index) => named.findIndex((other) => other.name === source.name) !== index);
  if (twice !== undefined) throw new FleetError('CONFIG_INVALID', `Two sources of clusters have the name ${JSON.stringify(twice.name)}.`);
  const isOpen =
    kubeconfigDir === undefined && kubeconfig === undefined && settings.inCluster === undefined && settings.sources === undefined;
  return isOpen && managed.length === 0 ? defaultSources() : named;
}

/** The same one behind links, too: its clusters would all be in conflict with themselves. */
function isSameFolder(left: string, right: string): boolean {
  const [first, second] = [left, right].map((path) => {
    try {
      return nodeFiles().realpathSync(path);
    } catch {
      return resolve(path);
    }
  });
  return first === second;
}

function defaultSources(): ClusterSource[] {
  const variable = hostEnvironment()['KUBECONFIG'];
  if (isSet(variable)) return [contextsOf(variable)];
  const usual = join(homeDirectory(), '.kube', 'config');
  if (nodeFiles().existsSync(usual)) return [kubeconfigContextsSource({ paths: [usual] })];
  return runsInCluster() ? [inClusterSource()] : [];
}

function contextsOf(list: string): ClusterSource {
  return kubeconfigContextsSource({
    paths: list
      .split(delimiter)
      .filter(isSet)
      .map((path) => expandHome(path)),
  });
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
