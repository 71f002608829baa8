import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ClusterSource } from '../clusters/source.js';
import { FleetError } from '../errors.js';
import { expandHome, homeDirectory, hostEnvironment } from '../platform/environment.js';
import { inClusterSource, runsInCluster } from './in-cluster.js';
import { kubeconfigContextsSource } from './kubeconfig-contexts.js';
import { kubeconfigDirectorySource } from './kubeconfig-directory.js';

/** Where to look for clusters. */
export interface SourceSettings {
  /** A directory in which each `*.yaml` and `*.yml` is one cluster. */
  readonly kubeconfigDir?: string | undefined;
  /** A kubeconfig file, or several in the form of the KUBECONFIG variable: each context is one cluster. */
  readonly kubeconfig?: string | undefined;
  /** The cluster that this process runs in. */
  readonly inCluster?: boolean | undefined;
  /** Further sources, beside those above. */
  readonly sources?: readonly ClusterSource[] | undefined;
}

/**
 * The sources that the settings name. Where they name none: the KUBECONFIG variable, else `~/.kube/config`, else the cluster this
 * process runs in, else none.
 * @throws FleetError CONFIG_INVALID when two sources have one name
 */
export function configuredSources(settings: SourceSettings): readonly ClusterSource[] {
  const { kubeconfigDir, kubeconfig, inCluster = false, sources = [] } = settings;
  const named = [
    ...(isSet(kubeconfigDir) ? [kubeconfigDirectorySource({ directory: expandHome(kubeconfigDir) })] : []),
    ...(isSet(kubeconfig) ? [contextsOf(kubeconfig)] : []),
    ...(inCluster ? [inClusterSource()] : []),
    ...sources,
  ];
  const twice = named.find((source, index) => named.findIndex((other) => other.name === source.name) !== index);
  if (twice !== undefined) throw new FleetError('CONFIG_INVALID', `Two sources of clusters have the name ${JSON.stringify(twice.name)}.`);
  const isOpen =
    kubeconfigDir === undefined && kubeconfig === undefined && settings.inCluster === undefined && settings.sources === undefined;
  return isOpen ? defaultSources() : named;
}

function defaultSources(): ClusterSource[] {
  const variable = hostEnvironment()['KUBECONFIG'];
  if (isSet(variable)) return [contextsOf(variable)];
  const usual = join(homeDirectory(), '.kube', 'config');
  if (existsSync(usual)) return [kubeconfigContextsSource({ paths: [usual] })];
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
