import type { SourceImport } from './source-files.js';

/** One layer: the files it holds, and what they may import beside files of their own folder. Paths are prefixes below `src/`. */
interface Layer {
  readonly files: string;
  readonly mayImport: readonly string[];
  /** Packages, beside `node:` modules. */
  readonly packages?: readonly string[];
  /** Files of one sub-folder may not import those of another one. */
  readonly separateFolders?: boolean;
}

const CORE = ['lib/errors.ts', 'lib/events.ts', 'lib/typed-emitter.ts', 'lib/platform/'];

/** Most specific first: a file belongs to the first layer whose prefix it carries. */
export const LAYERS: readonly Layer[] = [
  { files: 'index.ts', mayImport: ['lib/'] },
  { files: 'lib/errors.ts', mayImport: [] },
  { files: 'lib/events.ts', mayImport: ['lib/errors.ts'] },
  { files: 'lib/typed-emitter.ts', mayImport: [], packages: ['eventemitter3'] },
  { files: 'lib/platform/', mayImport: ['lib/errors.ts'], packages: ['execa', 'zod'] },
  {
    files: 'lib/clusters/',
    mayImport: CORE,
    packages: ['@kubernetes/client-node', 'https-proxy-agent', 'p-limit', 'socks-proxy-agent', 'ws'],
  },
  {
    files: 'lib/sources/',
    mayImport: [
      'lib/clusters/source.ts',
      'lib/clusters/descriptor.ts',
      'lib/clusters/connection.ts',
      'lib/clusters/cluster-facts.ts',
      'lib/integrations/',
      'lib/platform/',
      'lib/errors.ts',
    ],
    packages: ['@kubernetes/client-node', 'js-yaml'],
  },
  // nsk is one of two ways to Rancher: the other is Rancher's own API.
  { files: 'lib/integrations/nsk/', mayImport: [...CORE, 'lib/integrations/rancher/'], packages: ['js-yaml', 'p-limit', 're2js', 'zod'] },
  { files: 'lib/integrations/', mayImport: CORE, separateFolders: true },
  // What several toolsets know of Kubernetes objects.
  {
    files: 'lib/kubernetes/',
    mayImport: ['lib/errors.ts', 'lib/context.ts', 'lib/platform/'],
    packages: ['zod', 'diff', 'js-yaml', 'json-p3', 'p-limit', 're2js', 'tar'],
  },
  { files: 'lib/toolsets/all.ts', mayImport: ['lib/operation.ts', 'lib/toolsets/'], packages: ['zod'] },
  // Operations on the Ranchers of a fleet go by what the integration says.
  {
    files: 'lib/toolsets/nsk/',
    mayImport: [
      'lib/operation.ts',
      'lib/errors.ts',
      'lib/context.ts',
      'lib/platform/',
      'lib/kubernetes/',
      'lib/integrations/nsk/',
      'lib/integrations/rancher/',
    ],
    packages: ['zod', 'js-yaml', 'p-limit'],
  },
  {
    files: 'lib/toolsets/',
    mayImport: ['lib/operation.ts', 'lib/errors.ts', 'lib/context.ts', 'lib/platform/', 'lib/kubernetes/'],
    packages: ['zod', 'js-yaml', 'p-limit'],
    separateFolders: true,
  },
  {
    files: 'lib/config/',
    // What patterns of the access rules and of Rancher may say is checked with the configuration.
    mayImport: [
      'lib/platform/',
      'lib/errors.ts',
      'lib/integrations/nsk/cluster-pattern.ts',
      'lib/policy/kind-pattern.ts',
      'lib/policy/namespace-pattern.ts',
    ],
    packages: ['zod', 'smol-toml'],
  },
  { files: 'lib/cluster-manager.ts', mayImport: [...CORE, 'lib/clusters/', 'lib/sources/'] },
  // The fleet, its settings and its sinks put all parts together: the only files that know them all.
  { files: 'lib/fleet', mayImport: ['lib/'] },
  { files: 'lib/operation-sinks.ts', mayImport: ['lib/'] },
  // What may be reached inside of a cluster, and who may see secrets.
  {
    files: 'lib/policy/',
    mayImport: [...CORE, 'lib/clusters/', 'lib/context.ts', 'lib/operation.ts'],
    packages: ['re2js'],
  },
  // Which calls a person must agree to.
  {
    files: 'lib/confirmation/',
    mayImport: [...CORE, 'lib/call.ts', 'lib/kubernetes/parse-manifests.ts', 'lib/operation.ts', 'lib/operation-schema.ts', 'lib/policy/'],
  },
  // What one call may reach.
  {
    files: 'lib/limits/',
    mayImport: [...CORE, 'lib/clusters/', 'lib/access-level.ts', 'lib/cluster-manager.ts', 'lib/context.ts', 'lib/operation.ts'],
  },
  // What dispatches: it knows operations, clusters and errors, never a toolset, a source or the configuration.
  {
    files: 'lib/',
    mayImport: [
      ...CORE,
      'lib/clusters/',
      'lib/confirmation/',
      'lib/middleware/',
      'lib/access-level.ts',
      'lib/access-policy.ts',
      'lib/call.ts',
      'lib/catalog.ts',
      'lib/cluster-manager.ts',
      'lib/context.ts',
      'lib/integrations/nsk/nsk-integration.ts',
      'lib/invoke.ts',
      'lib/kept-resources.ts',
      'lib/limits/',
      'lib/operation.ts',
      'lib/operation-schema.ts',
      'lib/policy/',
      'lib/operation-settings.ts',
    ],
    packages: ['zod'],
  },
  // What adapters over HTTP share: who calls, and what they may do.
  { files: 'adapters/http/', mayImport: ['index.ts'], packages: ['jose'] },
  {
    files: 'adapters/mcp/',
    mayImport: ['index.ts', 'adapters/http/'],
    packages: ['@modelcontextprotocol/node', '@modelcontextprotocol/sdk', '@modelcontextprotocol/server', 'minisearch', 'zod'],
  },
  // Agent frameworks: what they share is in the adapter that needs no framework.
  { files: 'adapters/agents/', mayImport: ['index.ts'] },
  { files: 'adapters/langchain/', mayImport: ['index.ts', 'adapters/agents/'], packages: ['@langchain/core', 'zod'] },
  {
    files: 'adapters/rest/',
    mayImport: ['index.ts', 'adapters/http/'],
    packages: ['express', 'express-rate-limit', 'helmet', 'js-yaml', 'ws'],
  },
  // The terminal starts what the others offer, and the local fleet of `fleetwright demo`.
  { files: 'adapters/cli/', mayImport: ['index.ts', 'adapters/http/', 'adapters/mcp/', 'adapters/rest/', 'testing/index.ts'] },
  { files: 'testing/', mayImport: ['lib/errors.ts', 'lib/platform/'], packages: ['js-yaml', 'p-limit'] },
];

/** Why an import breaks the direction, or undefined when it may stand. */
export function violation(one: SourceImport): string | undefined {
  const from = one.from.replace(/^src\//, '');
  const layer = LAYERS.find(({ files }) => from.startsWith(files));
  if (layer === undefined) return `${one.from} belongs to no layer: name it in test/architecture/layers.ts`;
  if (one.external) {
    const allowed = one.target.startsWith('node:') || layer.packages?.includes(one.target) === true;
    return allowed ? undefined : `${one.from} imports the package ${one.target}; src/${layer.files} may not`;
  }
  const target = one.target.replace(/^src\//, '');
  if (isOwn(layer, from, target) || layer.mayImport.some((prefix) => target.startsWith(prefix))) return undefined;
  return `${one.from} imports ${one.target}; src/${layer.files} may import only ${layer.mayImport.join(', ') || 'nothing'}`;
}

function isOwn({ files, separateFolders = false }: Layer, from: string, target: string): boolean {
  if (!files.endsWith('/') || files === 'lib/' || !target.startsWith(files)) return false;
  const folder = (path: string): string => path.slice(files.length).split('/')[0] ?? '';
  return !separateFolders || folder(from) === folder(target);
}
