import { FleetError } from '../errors.js';
import { checkPathCost, standardPath } from './json-path-spelling.js';

/** A JSONPath that was understood: the values it finds in an object, in the order of the object. */
export type JsonPath = (object: unknown) => readonly unknown[];

/**
 * Reads a JSONPath (RFC 9535). kubectl's spelling is taken too: `{.spec.nodeName}`, `.metadata.labels.app\.kubernetes\.io/name`.
 * Regular expressions in filters are not offered: a bad one could stop the process.
 * @throws FleetError INPUT_INVALID that says what is wrong and where
 */
export async function compileJsonPath(text: string, parameter: string): Promise<JsonPath> {
  const path = standardPath(text);
  const refusal = checkPathCost(path);
  if (refusal !== undefined) throw invalid(text, parameter, refusal);
  const { JSONPathEnvironment } = await import('json-p3');
  const environment = new JSONPathEnvironment();
  environment.functionRegister.delete('match');
  environment.functionRegister.delete('search');
  const query = attempt(() => environment.compile(path), text, parameter);
  // What Kubernetes objects are made of is JSON; the parser of JSON just does not say so in its type.
  return (object) => attempt(() => query.query(object as Parameters<typeof query.query>[0]).values(), text, parameter);
}

function attempt<Value>(run: () => Value, text: string, parameter: string): Value {
  try {
    return run();
  } catch (cause) {
    throw invalid(text, parameter, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function invalid(text: string, parameter: string, why: string, cause?: unknown): FleetError {
  return new FleetError(
    'INPUT_INVALID',
    `${parameter}: ${JSON.stringify(text)} cannot be read as a JSONPath: ${why}. Write $.spec.nodeName or .status.conditions[?(@.type=="Ready")].status`,
    { details: { parameter }, cause },
  );
}
