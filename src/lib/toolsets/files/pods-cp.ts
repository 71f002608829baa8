import { z } from 'zod';
import { openRoot, readLocalPath } from '../../kubernetes/copy/local-root.js';
import { readPodPath } from '../../kubernetes/copy/pod-path.js';
import { countOf } from '../../kubernetes/diagnosis/fact-text.js';
import { nameField, optionalNamespaceField } from '../../kubernetes/fields.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';

const LONGEST_PATH = 4096;

const copyOutput = deferred(() =>
  z.object({
    direction: z.enum(['to_pod', 'from_pod']),
    namespace: z.string(),
    pod: z.string(),
    pod_path: z.string(),
    local_path: z.string(),
    files: z.int(),
    folders: z.int(),
    bytes: z.int(),
    complete: z.boolean().describe('Nothing was left out or unreadable'),
    skipped: z.array(z.object({ path: z.string(), reason: z.string() })).describe('The first 20'),
    skipped_total: z.int(),
    said: z.string().describe('What tar said'),
  }),
);

export const podsCp = defineOperation({
  name: 'pods_cp',
  title: 'Copy files to or from a pod',
  description:
    'Copies a file or folder between a container and the configured folder of the machine that fleetwright runs on. Needs tar in the container.',
  scope: 'cluster',
  effect: 'destructive',
  idempotent: false,
  long: true,
  input: deferred(() =>
    z.object({
      name: nameField().describe('Pod name'),
      namespace: optionalNamespaceField(),
      container: z.string().min(1).optional().describe('Needed when the pod has several'),
      direction: z.enum(['to_pod', 'from_pod']).describe('Which way'),
      pod_path: z.string().min(1).max(LONGEST_PATH).describe('Absolute; the copy itself, not the folder for it'),
      local_path: z.string().min(1).max(LONGEST_PATH).describe('Below the configured folder; likewise'),
      overwrite: z.boolean().optional().describe('Replace files that are there'),
    }),
  ),
  output: copyOutput,
  handler: async (context, input) => {
    const { cluster, signal, settings } = context;
    const { name: pod, container, direction, overwrite = false } = input;
    const podPath = readPodPath(input.pod_path);
    const parts = readLocalPath(input.local_path);
    const { root, ...limits } = settings.files;
    const folder = await openRoot(root);
    const namespace = input.namespace ?? (await cluster.defaultNamespace(signal));
    const copy =
      direction === 'to_pod'
        ? (await import('../../kubernetes/copy/copy-to-pod.js')).copyToPod
        : (await import('../../kubernetes/copy/copy-from-pod.js')).copyFromPod;
    const copied = await copy(cluster, { where: { namespace, pod, container }, podPath, root: folder, parts, overwrite, limits, signal });
    const { files, folders, bytes, skipped, complete, said } = copied;
    return {
      direction,
      namespace,
      pod,
      pod_path: podPath.path,
      local_path: parts.join('/'),
      files,
      folders,
      bytes,
      complete: complete && skipped.total === 0,
      skipped: skipped.told,
      skipped_total: skipped.total,
      said,
    };
  },
  render: (copied: z.output<typeof copyOutput> & { readonly cluster?: string }) => {
    const there = `${copied.namespace}/${copied.pod}:${copied.pod_path}`;
    const [from, to] = copied.direction === 'to_pod' ? [copied.local_path, there] : [there, copied.local_path];
    const more = copied.skipped_total - copied.skipped.length;
    return [
      `${copied.cluster ?? ''}: ${copied.complete ? 'copied' : 'copied a part of'} ${from} to ${to}: ${countOf(copied.files, 'file')}, ${countOf(copied.folders, 'folder')}, ${countOf(copied.bytes, 'byte')}`,
      ...copied.skipped.map(({ path, reason }) => `- left out ${path}: ${reason}`),
      ...(more > 0 ? [`- and ${more} more`] : []),
      ...(copied.said === '' ? [] : [`tar said: ${copied.said}`]),
    ].join('\n');
  },
});
