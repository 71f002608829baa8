import { compileGlob } from '../platform/glob.js';

/** The environment of a cluster: `unknown` where neither the configuration nor the name says one. */
export interface EnvironmentLabel {
  readonly environment: string;
  readonly guessed: boolean;
}

/** The label of a cluster of which nothing is known. */
export const UNKNOWN_ENVIRONMENT = 'unknown';

/** The first value whose glob matches the name of the cluster. */
export type NamePatterns = (clusterName: string) => string | undefined;

/**
 * Compiles a map of glob to value; the first match wins.
 * @throws RangeError naming the pattern that is not a glob.
 */
export function namePatterns(patterns: Readonly<Record<string, string>>): NamePatterns {
  const compiled = Object.entries(patterns).map(([pattern, value]) => {
    try {
      return { matches: compileGlob(pattern), value };
    } catch (error) {
      throw new RangeError(`${JSON.stringify(pattern)} is not a valid pattern: ${error instanceof Error ? error.message : ''}`, {
        cause: error,
      });
    }
  });
  return (name) => compiled.find(({ matches }) => matches(name))?.value;
}

/** Guesses from the words of a name: `prod-eu-1` is prod, `preprod` and `non-prod` are not. */
export function guessEnvironment(name: string): EnvironmentLabel {
  const words = name.toLowerCase().split(/[^a-z]+/);
  const guesses = new Set(words.flatMap((word, index) => (isNegated(words, index) ? 'dev' : (ENVIRONMENT_OF_WORD.get(word) ?? []))));
  // Two different words leave it open, and a wrong "dev" would be worse than none.
  const [only] = guesses;
  if (guesses.has('prod') && words.some((word) => word === 'pre')) return { environment: 'staging', guessed: true };
  return { environment: guesses.size === 1 && only !== undefined ? only : UNKNOWN_ENVIRONMENT, guessed: true };
}

const ENVIRONMENT_OF_WORD: ReadonlyMap<string, string> = new Map(
  Object.entries({
    prod: ['prod', 'production', 'prd', 'live'],
    staging: ['stag', 'staging', 'stage', 'stg', 'preprod', 'preproduction', 'uat'],
    dev: [
      'dev',
      'develop',
      'development',
      'test',
      'testing',
      'qa',
      'lab',
      'sandbox',
      'local',
      'nonprod',
      'nonproduction',
      'kind',
      'minikube',
    ],
  }).flatMap(([environment, words]) => words.map((word): [string, string] => [word, environment])),
);

function isNegated(words: readonly string[], index: number): boolean {
  return words[index - 1] === 'non' && ENVIRONMENT_OF_WORD.get(words[index] ?? '') === 'prod';
}
