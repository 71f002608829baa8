import { homeDirectory, type Environment } from '../platform/environment.js';
import { pathText } from './key-tree.js';
import { valueAt, type Layer } from './layer.js';
import type { ConfigProblem } from './problems.js';
import { rancherFolders } from './rancher-folders.js';
import type { FleetConfig } from './schema.js';

interface Found {
  readonly path: readonly string[];
  readonly message: string;
  readonly suggestion: string;
}

/** What is wrong only once all sources are put together; each problem at the source that decided. Strongest source first. */
export function mergedProblems(config: FleetConfig, layers: readonly Layer[], environment: Environment): ConfigProblem[] {
  return [...modeProblems(config), ...folderProblems(config, environment)].map(({ path, message, suggestion }) => {
    const decided = layers.find((layer) => valueAt(layer.values, path) !== undefined) ?? layers.at(-1);
    return {
      key: pathText(path, decided?.name === 'input' ? 'program' : 'file'),
      message,
      suggestion,
      ...(decided?.originOf(path) ?? { source: 'configuration' }),
    };
  });
}

function modeProblems({ nsk }: FleetConfig): Found[] {
  const { enabled, mode, rancherUrl, rancherToken, rancherTokenFile, rancherTokenSecret, kubeconfigs, clusterIds } = nsk;
  if (!enabled) return [];
  const lacks = (key: string, hint: string): Found => ({
    path: ['nsk', key],
    message: 'is needed with mode = "rancher"',
    suggestion: hint,
  });
  const needsRancher = (key: string): Found => ({
    path: ['nsk', key],
    message: `needs mode = "rancher": the program nsk has its own way`,
    suggestion: 'Set mode = "rancher", or take it out.',
  });
  const token = rancherToken ?? rancherTokenFile ?? rancherTokenSecret;
  return [
    ...(mode === 'rancher' && rancherUrl === undefined ? [lacks('rancherUrl', 'Set it, or RANCHER_URL.')] : []),
    ...(mode === 'rancher' && token === undefined
      ? [lacks('rancherToken', 'Set it, rancher_token_file, rancher_token_secret, or RANCHER_TOKEN.')]
      : []),
    ...(mode !== 'rancher' && kubeconfigs !== 'token' ? [needsRancher('kubeconfigs')] : []),
    ...(mode === 'nsk' && clusterIds.length > 0 ? [needsRancher('clusterIds')] : []),
  ];
}

/** Two integrations in one folder would each take the files of the other for clusters that are gone. */
function folderProblems(config: FleetConfig, environment: Environment): Found[] {
  const folders = rancherFolders(config, homeDirectory(environment));
  return folders.flatMap(({ name, directory, path }, index) => {
    const first = folders.findIndex((other) => other.directory === directory);
    if (first === index) return [];
    return [
      {
        path,
        message: `is the folder of ${folders[first]?.name ?? 'another'} as well: ${directory}`,
        suggestion: `Give ${name} a directory of its own.`,
      },
    ];
  });
}
