import { operationSchemas, type Operation } from '../../../index.js';
import { CONFIRMATION_HEADER } from '../confirmation-header.js';
import { exampleOf, objectExample } from './example.js';
import { withoutAnnotations, type JsonObject } from './json-object.js';
import { PROBLEM_REFERENCES } from './problem-responses.js';
import { queryParameters } from './query-parameters.js';

const CONFIRMATION_PARAMETER: JsonObject = {
  name: CONFIRMATION_HEADER,
  in: 'header',
  required: false,
  description: '`details.confirmation` of a 428 answer, to send the same request again once a person has agreed to its plan.',
  schema: { type: 'string' },
};

/** The path item of one operation. @param mayAsk a rule may ask for confirmation of it */
export function operationPath(operation: Operation, toolset: string, mayAsk: boolean): JsonObject {
  const { input, output } = operationSchemas(operation);
  const described = describe(operation, toolset, output);
  const confirmation = mayAsk ? [CONFIRMATION_PARAMETER] : [];
  if (operation.effect === 'read') return { get: { ...described, parameters: [...queryParameters(input), ...confirmation] } };
  const schema = withoutAnnotations(input);
  return {
    post: {
      ...described,
      ...(mayAsk ? { parameters: confirmation } : {}),
      requestBody: {
        required: Array.isArray(input['required']),
        content: { 'application/json': { schema, example: bodyExample(schema) } },
      },
    },
  };
}

/** Required members, and the cluster: a request keeps no session, so only a fleet of one cluster could do without it. */
function bodyExample(schema: JsonObject): JsonObject {
  const { required, properties } = schema;
  const named: readonly unknown[] = Array.isArray(required) ? required : [];
  const hasCluster = typeof properties === 'object' && properties !== null && 'cluster' in properties;
  return objectExample({ ...schema, required: hasCluster ? [...new Set([...named, 'cluster'])] : named });
}

/** What is the same for reads and writes, and for the shorter paths. */
export function describe(operation: Operation, toolset: string, output: JsonObject): JsonObject {
  return {
    'operationId': operation.name,
    'summary': operation.title,
    'description': operation.description,
    'tags': [toolset],
    'x-effect': operation.effect,
    'x-idempotent': operation.idempotent,
    'responses': { 200: answerOf(withoutAnnotations(output)), ...PROBLEM_REFERENCES },
  };
}

function answerOf(schema: JsonObject): JsonObject {
  const result = exampleOf(schema);
  const progress = { done: 1, total: 2, message: 'prod-1: ok' };
  return {
    description: 'The result, in the form that Accept asks for.',
    headers: {
      'X-Request-Id': { description: 'Names this call in logs and in the audit log.', schema: { type: 'string' } },
      'X-Fleetwright-Cluster': { description: 'The cluster that answered, where it is one.', schema: { type: 'string' } },
    },
    content: {
      'application/json': { schema, example: result },
      'text/plain': { schema: { type: 'string' } },
      'text/event-stream': {
        schema: { type: 'string', description: 'Events: progress, line (logs), then result or error (a problem document).' },
        example: `event: progress\ndata: ${JSON.stringify(progress)}\n\nevent: result\ndata: ${JSON.stringify(result)}\n\n`,
      },
      'application/x-ndjson': {
        schema: { type: 'string', description: 'One object per line; `type` is progress, line, heartbeat, result or error.' },
        example: `${JSON.stringify({ type: 'progress', progress })}\n${JSON.stringify({ type: 'result', result })}\n`,
      },
    },
  };
}
