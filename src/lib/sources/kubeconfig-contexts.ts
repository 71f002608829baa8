import { basename, delimiter, dirname, resolve } from 'node:path';
import type { ClusterDescriptor } from '../clusters/descriptor.js';
import type { ClusterSource, SourceFailure, SourceListing } from '../clusters/source.js';
import { FleetError, toFleetError } from '../errors.js';
import { fileIdentity, watchFiles } from '../platform/watch-files.js';
import { connectionSettings, type ResolvedContext, resolveContext } from './kubeconfig-context.js';
import { type KubeconfigDocument, parseKubeconfig } from './kubeconfig-document.js';
import { readKubeconfigFile, statKubeconfigFile } from './kubeconfig-file.js';
import { indexEntries } from './kubeconfig-merge.js';

export interface KubeconfigContextsOptions {
  /** Files, or one text in the form of the KUBECONFIG variable. The order counts as it does for kubectl. */
  readonly paths: string | readonly string[];
}

/**
 * Clusters from kubeconfig files: every context is one, named by the context. The same name with different content in two
 * files is a conflict for that name. A file that cannot be read is a failure; what it held before is then kept and marked stale.
 */
export function kubeconfigContextsSource(options: KubeconfigContextsOptions): ClusterSource {
  const paths = pathsOf(options.paths);
  const source = `kubeconfig:${paths.join(delimiter)}`;
  let last: { readonly identity: string; readonly listing: SourceListing } | undefined;
  return {
    name: source,
    list: async (signal) => {
      const identity = identityOf(paths);
      if (last?.identity !== identity) last = { identity, listing: await listContexts(source, paths, signal) };
      return last.listing;
    },
    watch: (onChange) => {
      const watches = [...groupByDirectory(paths)].map(([directory, names]) =>
        watchFiles({ directory, matches: (name) => names.has(name), onChange }),
      );
      return {
        close: () => {
          for (const watch of watches) watch.close();
        },
      };
    },
  };
}

/** The files of a KUBECONFIG value: absolute, empty parts left out, each once. */
export function pathsOf(paths: string | readonly string[]): string[] {
  const parts = typeof paths === 'string' ? paths.split(delimiter) : paths;
  return [...new Set(parts.filter((part) => part.trim() !== '').map((part) => resolve(part)))];
}

async function listContexts(source: string, paths: readonly string[], signal: AbortSignal): Promise<SourceListing> {
  const { documents, problems, writtenAt } = await readDocuments(paths, signal);
  if (documents.length === 0 && problems.length > 0) {
    const reasons = problems.map((problem) => problem.error.message).join(' ');
    throw new FleetError('SOURCE_FAILED', `No kubeconfig can be read. ${reasons}`, { cause: problems[0]?.error, details: { paths } });
  }
  const failures: SourceFailure[] = problems.map((problem) => ({ source, ...problem }));
  const clusters: ClusterDescriptor[] = [];
  const index = indexEntries(documents);
  for (const [name, [entry]] of index.context) {
    try {
      const context = resolveContext(name, index);
      clusters.push(describe(source, paths, context, writtenAt.get(context.path)));
    } catch (error) {
      failures.push({ source, cluster: name, path: entry?.path, error: toFleetError(error, name) });
    }
  }
  return { clusters, failures };
}

function describe(source: string, paths: readonly string[], context: ResolvedContext, writtenAt: Date | undefined): ClusterDescriptor {
  const { name, path, fingerprint } = context;
  return {
    name,
    environment: 'unknown',
    environmentGuessed: true,
    zone: 'default',
    labels: {},
    origin: { source, path, context: name },
    kubeconfigPath: path,
    ...(writtenAt === undefined ? {} : { lastRefresh: writtenAt.toISOString() }),
    fingerprint,
    connect: async (signal) => {
      const { documents, problems } = await readDocuments(paths, signal);
      const broken = problems.find((problem) => problem.path === path);
      if (broken !== undefined) throw broken.error.withCluster(name);
      return connectionSettings(resolveContext(name, indexEntries(documents)), signal);
    },
  };
}

interface ReadDocuments {
  readonly documents: readonly KubeconfigDocument[];
  readonly problems: readonly { readonly path: string; readonly error: FleetError }[];
  readonly writtenAt: ReadonlyMap<string, Date>;
}

async function readDocuments(paths: readonly string[], signal: AbortSignal): Promise<ReadDocuments> {
  const documents: KubeconfigDocument[] = [];
  const problems: { path: string; error: FleetError }[] = [];
  const writtenAt = new Map<string, Date>();
  for (const path of paths) {
    signal.throwIfAborted();
    try {
      const file = readKubeconfigFile(path);
      documents.push(await parseKubeconfig(file.text, path));
      writtenAt.set(path, file.facts.mtime);
    } catch (error) {
      problems.push({ path, error: toFleetError(error) });
    }
  }
  return { documents, problems, writtenAt };
}

function identityOf(paths: readonly string[]): string {
  const identities = paths.map((path) => {
    try {
      return fileIdentity(statKubeconfigFile(path));
    } catch (error) {
      return toFleetError(error).message;
    }
  });
  return identities.join('\n');
}

function groupByDirectory(paths: readonly string[]): Map<string, Set<string>> {
  const groups = new Map<string, Set<string>>();
  for (const path of paths) groups.set(dirname(path), (groups.get(dirname(path)) ?? new Set()).add(basename(path)));
  return groups;
}
