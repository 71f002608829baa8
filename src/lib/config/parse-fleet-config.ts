import { hostEnvironment } from '../platform/environment.js';
import { finishConfig } from './finish-config.js';
import { fieldFactsAt } from './key-tree.js';
import { isTable, type Layer } from './layer.js';
import { mergedProblems } from './merged-problems.js';
import { configError, type ConfigProblem } from './problems.js';
import { readTree } from './read-tree.js';
import { resolveHome } from './references.js';
import type { FleetConfig } from './schema.js';
import { validateLayer } from './validate-layer.js';

/**
 * Checks what a program passes: the keys of the configuration file in camelCase, durations as `'30s'` or milliseconds.
 * `~/` is the home folder; `${NAME}` is left alone, since a program has its own ways. A checked configuration may be passed again.
 * @throws FleetError CONFIG_INVALID with every problem in `details.problems`.
 */
export function parseFleetConfig(input: unknown): FleetConfig {
  const environment = hostEnvironment();
  const originOf = (): { source: string } => ({ source: 'input' });
  if (!isTable(input)) throw configError([{ key: '', message: 'The configuration must be an object', ...originOf() }]);
  const problems: ConfigProblem[] = [];
  const values = readTree(input, {
    spelling: 'program',
    originOf,
    readString: (value, path) => resolveHome(value, environment, fieldFactsAt(path)?.kind === 'paths'),
    report: (problem) => problems.push(problem),
  });
  const layer: Layer = { name: 'input', values, originOf };
  problems.push(...validateLayer(layer));
  if (problems.length > 0) throw configError(problems);
  const nsk = values['nsk'];
  const nskConfigured = isTable(nsk) && Object.values(nsk).some((value) => value !== undefined);
  const config = finishConfig(values, environment, { nskConfigured });
  const conflicts = mergedProblems(config, [layer], environment);
  if (conflicts.length > 0) throw configError(conflicts);
  return config;
}
