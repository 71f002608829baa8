import type { Dirent, Stats } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClusterDescriptor } from '../clusters/descriptor.js';
import type { ClusterSource, SourceFailure, SourceListing } from '../clusters/source.js';
import { FleetError, toFleetError } from '../errors.js';
import { fileIdentity, watchFiles } from '../platform/watch-files.js';
import { connectionSettings, type ResolvedContext, resolveContext } from './kubeconfig-context.js';
import { parseKubeconfig } from './kubeconfig-document.js';
import { readKubeconfigFile, statKubeconfigFile } from './kubeconfig-file.js';
import { indexEntries } from './kubeconfig-merge.js';
import { clusterNameProblem, kubeconfigProblem, quoted } from './kubeconfig-problem.js';

export interface KubeconfigDirectoryOptions {
  /** Every `*.yaml` and `*.yml` in it is one cluster, named by its file stem. Files whose names begin with a dot are left out. */
  readonly directory: string;
}

/**
 * Clusters from a directory of kubeconfig files. A listing reads only files that changed since the last one.
 * A file means its current context; where it has exactly one context, that one.
 */
export function kubeconfigDirectorySource(options: KubeconfigDirectoryOptions): ClusterSource {
  const directory = resolve(options.directory);
  const source = `kubeconfig-directory:${directory}`;
  let known = new Map<string, KnownFile>();
  return {
    name: source,
    list: async (signal) => {
      const names = (await readNames(directory)).filter(isKubeconfigName).sort();
      const files = new Map<string, KnownFile>();
      let resumed = performance.now();
      // One at a time: hundreds of parsed files at once would cost more in garbage than they save.
      for (const fileName of names) {
        signal.throwIfAborted();
        files.set(fileName, await readKnown(source, join(directory, fileName), known.get(fileName)));
        if (performance.now() - resumed > LONGEST_TURN_MS) {
          await nextTurn();
          resumed = performance.now();
        }
      }
      known = files;
      return listingOf(source, [...files.values()]);
    },
    watch: (onChange) => watchFiles({ directory, matches: isKubeconfigName, onChange }),
  };
}

// How long a listing may keep everything else waiting.
const LONGEST_TURN_MS = 10;

/** What is kept of one file between listings: no parsed document, no credential. */
interface KnownFile {
  readonly identity: string;
  readonly cluster: string;
  readonly path: string;
  readonly result: ClusterDescriptor | FleetError;
}

function isKubeconfigName(fileName: string): boolean {
  return /^[^.].*\.ya?ml$/s.test(fileName);
}

async function readNames(directory: string): Promise<string[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(directory, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const what =
      { ENOENT: 'does not exist', ENOTDIR: 'is not a directory', EACCES: 'may not be read by this user' }[code] ??
      `cannot be read (${code})`;
    throw new FleetError('SOURCE_FAILED', `The kubeconfig directory ${directory} ${what}.`, {
      cause: error,
      hint: 'Create the directory or correct kubeconfig_dir; it is looked for again by itself. Known clusters are kept and marked stale.',
      details: { path: directory },
    });
  }
  return entries.map((entry) => entry.name);
}

async function readKnown(source: string, path: string, before: KnownFile | undefined): Promise<KnownFile> {
  const cluster = path.slice(path.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '');
  let identity = '';
  try {
    const facts = statKubeconfigFile(path);
    identity = fileIdentity(facts);
    if (before?.identity === identity) return before;
    const problem = clusterNameProblem(cluster);
    if (problem !== undefined) throw kubeconfigProblem(path, `${quoted(cluster)} cannot be the name of a cluster: ${problem}`);
    return { identity, cluster, path, result: describe(source, cluster, await readContext(path, facts), facts.mtime) };
  } catch (error) {
    return { identity, cluster, path, result: toFleetError(error, cluster) };
  }
}

async function readContext(path: string, facts?: Stats): Promise<ResolvedContext> {
  const file = readKubeconfigFile(path, facts);
  const document = await parseKubeconfig(file.text, path);
  const contexts = document.entries.filter((entry) => entry.section === 'context').map((entry) => entry.name);
  const name = document.currentContext ?? (contexts.length === 1 ? contexts[0] : undefined);
  if (name === undefined) {
    throw kubeconfigProblem(
      path,
      contexts.length === 0
        ? 'the file has no context'
        : `current-context is missing, and the file has ${String(contexts.length)} contexts to choose from`,
    );
  }
  if (!contexts.includes(name))
    throw kubeconfigProblem(
      path,
      `current-context ${quoted(name)} is missing among the contexts (${contexts.slice(0, 10).map(quoted).join(', ')})`,
    );
  return resolveContext(name, indexEntries([document]));
}

function describe(source: string, name: string, context: ResolvedContext, writtenAt: Date): ClusterDescriptor {
  const path = context.path;
  return {
    name,
    environment: 'unknown',
    environmentGuessed: true,
    zone: 'default',
    labels: {},
    origin: { source, path, context: context.name },
    kubeconfigPath: path,
    lastRefresh: writtenAt.toISOString(),
    fingerprint: context.fingerprint,
    connect: async (signal) => connectionSettings(await readContext(path), signal),
  };
}

function listingOf(source: string, files: readonly KnownFile[]): SourceListing {
  const stems = new Map<string, KnownFile[]>();
  for (const file of files) stems.set(file.cluster, [...(stems.get(file.cluster) ?? []), file]);
  const clusters: ClusterDescriptor[] = [];
  const failures: SourceFailure[] = [];
  for (const file of files) {
    const rivals = stems.get(file.cluster) ?? [];
    const result = rivals.length > 1 ? stemConflict(file.cluster, rivals) : file.result;
    if (FleetError.isInstance(result)) failures.push({ source, cluster: file.cluster, path: file.path, error: result });
    else clusters.push(result);
  }
  return { clusters, failures };
}

function stemConflict(cluster: string, rivals: readonly KnownFile[]): FleetError {
  const origins = rivals.map((file) => file.path);
  return new FleetError(
    'CLUSTER_NAME_CONFLICT',
    `${String(origins.length)} files carry the name ${quoted(cluster)}: ${origins.join(' and ')}.`,
    { cluster, details: { origins } },
  );
}
