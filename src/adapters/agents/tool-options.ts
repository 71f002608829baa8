import {
  checkLimits,
  didYouMean,
  FleetError,
  type AccessLevel,
  type CallLimits,
  type Caller,
  type Confirmer,
  type Fleet,
} from '../../index.js';

/** Which tools an agent gets and what they may reach: less than the fleet allows, never more. Held to at every call. */
export interface FleetToolOptions extends CallLimits {
  /** Whose active cluster and audit lines the calls are. @default a caller of its own for each set of tools */
  readonly caller?: Caller | undefined;
  /** Asks a person about calls that a rule of the configuration wants confirmed. Without it the model is told to ask, and gets a one-time confirmation. */
  readonly confirm?: Confirmer | undefined;
}

const KEYS: readonly string[] = ['toolsets', 'access', 'clusters', 'grants', 'caller', 'confirm'] satisfies (keyof FleetToolOptions)[];
const LEVELS: readonly string[] = ['full', 'non-destructive', 'read-only'] satisfies AccessLevel[];

/**
 * A misspelt option must not give an agent more than was meant: what the types say is checked again here.
 * @throws FleetError INPUT_INVALID
 */
export function checkToolOptions(options: FleetToolOptions, fleet: Fleet): void {
  for (const key of Object.keys(options)) refuseUnknown('There is no option', key, KEYS);
  const { access, toolsets, clusters } = options;
  if (access !== undefined) refuseUnknown('access: there is no level', access, LEVELS);
  if (toolsets !== undefined) {
    if (!isListOfNames(toolsets)) throw invalid('toolsets: a list of toolset names is expected.');
    for (const name of toolsets) refuseUnknown('toolsets: there is no toolset', name, fleet.operations.toolsets());
  }
  if (clusters !== undefined && !isListOfNames(clusters) && (typeof clusters !== 'string' || clusters.trim() === '')) {
    throw invalid('clusters: a selector or a list of cluster names is expected.');
  }
  if (options.confirm !== undefined && typeof options.confirm !== 'function') throw invalid('confirm: a function is expected.');
  checkLimits({ clusters, grants: options.grants });
}

function isListOfNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string' && name !== '');
}

function refuseUnknown(what: string, name: string, valid: readonly string[]): void {
  if (valid.includes(name)) return;
  throw invalid(`${what} ${JSON.stringify(name)}.${didYouMean(name, valid)} Valid: ${valid.join(', ')}.`);
}

function invalid(problem: string): FleetError {
  return new FleetError('INPUT_INVALID', `The options of these tools cannot be used. ${problem}`);
}
