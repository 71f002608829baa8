import { hostEnvironment, type Environment } from '../platform/environment.js';
import { fileLayer } from './file-layer.js';
import { finishConfig } from './finish-config.js';
import { configTree, leaves, pathText } from './key-tree.js';
import { mergeValues, valueAt, withoutValue, withValue, type ConfigValues, type Layer } from './layer.js';
import { mergedProblems } from './merged-problems.js';
import { configError, type ConfigProblem } from './problems.js';
import { readConfigFile } from './read-config-file.js';
import type { FleetConfig } from './schema.js';
import { environmentLayer, flagLayer, type FlagValues } from './text-layers.js';
import { withoutOverruledTokens } from './token-layers.js';
import { validateLayer } from './validate-layer.js';

/** Where the configuration of a process is read from. */
export interface ConfigSources {
  /** TOML file; without it there is none. */
  readonly file?: string | undefined;
  /** By name without dashes; names as in `CONFIG_FLAGS`. */
  readonly flags?: FlagValues | undefined;
  /** Default: the environment of this process. */
  readonly environment?: Environment | undefined;
}

/** Which source decided the value of a key. */
export type ConfigProvenance = 'flag' | 'environment' | 'file' | 'default';

/** A checked configuration. */
export interface LoadedConfig {
  readonly config: FleetConfig;
  /** What is wrong but does not stop: say it once at start. */
  readonly warnings: readonly ConfigProblem[];
  /** By key in the spelling of the file (`nsk.config_dir`), for every key there is; tables count as one key. */
  readonly provenance: Readonly<Record<string, ConfigProvenance>>;
}

/**
 * Reads the configuration: flag over environment over file over default. Every problem of every source is reported together.
 * @throws FleetError CONFIG_INVALID with `details.problems`, an array of {@link ConfigProblem}.
 * @example
 * const { config, warnings } = await loadConfig({ file: '/etc/fleetwright/fleet.toml' });
 * const fleet = createFleet(config);
 */
export async function loadConfig({ file, flags = {}, environment = hostEnvironment() }: ConfigSources = {}): Promise<LoadedConfig> {
  const read = [flagLayer(flags, environment), environmentLayer(environment)];
  const fromFile = file === undefined ? undefined : fileLayer(await readConfigFile(file), environment);
  const problems = [...(fromFile?.problems ?? []), ...read.flatMap((layer) => layer.problems)];
  const warnings = [...(fromFile?.warnings ?? [])];
  const [flag, variables] = read.map(({ layer }) => layer);
  const layers: Layer[] = [];
  for (const layer of [flag, variables, fromFile?.layer]) {
    if (layer === undefined) continue;
    const judged = judge(layer);
    problems.push(...judged.problems);
    warnings.push(...judged.warnings);
    layers.push(judged.layer);
  }
  if (problems.length > 0) throw configError(problems, { warnings });
  const chosen = withoutOverruledTokens(withoutAmbientKubeconfig(layers));
  const values = chosen.reduceRight<ConfigValues>((merged, layer) => mergeValues(merged, layer.values), {});
  const config = finishConfig(values, environment, {
    nskConfigured: chosen.some((layer) => layer.name !== 'environment' && isNonEmpty(layer.values['nsk'])),
  });
  const conflicts = mergedProblems(config, chosen, environment);
  if (conflicts.length > 0) throw configError(conflicts, { warnings });
  return { config, warnings, provenance: provenanceOf(chosen) };
}

const REFRESH_INTERVAL = ['nsk', 'refreshInterval'];

/** A refresh interval that cannot be used is no reason to stop: it is reported, and the default is used. */
function judge(layer: Layer): {
  readonly layer: Layer;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
} {
  const found = validateLayer(layer);
  const isInterval = ({ key }: ConfigProblem): boolean => key === 'nsk.refresh_interval';
  const interval = found.find(isInterval);
  if (interval === undefined) return { layer, problems: found, warnings: [] };
  return {
    layer: { ...layer, values: withValue(layer.values, REFRESH_INTERVAL, '1h') },
    problems: found.filter((problem) => !isInterval(problem)),
    warnings: [{ ...interval, suggestion: '1h is used.' }],
  };
}

/** A folder or a Rancher that somebody configured is the whole answer: KUBECONFIG of the shell must not add clusters to it. */
function withoutAmbientKubeconfig(layers: readonly Layer[]): Layer[] {
  const isAnswered = layers.some(
    ({ name, values }) =>
      values['kubeconfigDir'] !== undefined ||
      isNonEmpty(values['rancher']) ||
      (name !== 'environment' && isNonEmpty(values['nsk']) && valueAt(values, ['nsk', 'enabled']) !== false),
  );
  return layers.map((layer) =>
    isAnswered && layer.name === 'environment' ? { ...layer, values: withoutValue(layer.values, ['kubeconfig']) } : layer,
  );
}

function isNonEmpty(section: unknown): boolean {
  return typeof section === 'object' && section !== null && Object.keys(section).length > 0;
}

function provenanceOf(layers: readonly Layer[]): Record<string, ConfigProvenance> {
  const provenance: Record<string, ConfigProvenance> = {};
  for (const { path } of leaves(configTree())) {
    const known = path.includes('*') ? path.slice(0, path.indexOf('*')) : path;
    const decided = layers.find((layer) => valueAt(layer.values, known) !== undefined);
    provenance[pathText(known, 'file')] = decided === undefined || decided.name === 'input' ? 'default' : decided.name;
  }
  return provenance;
}
