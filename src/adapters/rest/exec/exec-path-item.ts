import type { Operation } from '../../../index.js';
import type { JsonObject } from '../openapi/json-object.js';
import { PROBLEM_REFERENCES, problemReference, UPGRADE_STATUS } from '../openapi/problem-responses.js';
import { EXEC_PROTOCOL } from './exec-protocol.js';

const TEXT = { type: 'string' };
const place = (name: string, example: string): JsonObject => ({ name, in: 'path', required: true, schema: TEXT, example });
const inQuery = (name: string, description: string, schema: JsonObject, example: unknown, required = false): JsonObject => ({
  name,
  in: 'query',
  required,
  description,
  schema,
  example,
});

const DESCRIPTION = `A WebSocket with the subprotocol ${EXEC_PROTOCOL}. The client sends what is typed in binary messages, and in text
{"type":"resize","columns":80,"rows":24} and {"type":"stdin_end"}. The server sends binary messages whose first byte is 1 for stdout and 2
for stderr, and in text {"type":"started"}, {"type":"closing"} and, last, {"type":"exit","exit_code":0} or {"type":"error","problem":{}}.
It is one call of pods_exec, with all its checks; what a command writes is not masked. Refusals are plain answers with a problem document.
Browsers send their token as the subprotocol bearer.fleetwright.BASE64URL.`.replaceAll('\n', ' ');

/** The path of interactive commands, where the operation behind it is offered. */
export function execPath(operations: readonly Operation[]): [string, JsonObject][] {
  if (!operations.some(({ name }) => name === 'pods_exec')) return [];
  const get = {
    'operationId': 'pod_exec_interactive',
    'summary': 'Talk to a command in a pod',
    'description': DESCRIPTION,
    'tags': ['core'],
    'x-effect': 'destructive',
    'x-idempotent': false,
    'parameters': [
      place('cluster', 'prod-1'),
      place('namespace', 'shop'),
      place('pod', 'web-0'),
      inQuery('command', 'Program and arguments, by repetition', { type: 'array', items: TEXT, minItems: 1 }, ['sh'], true),
      inQuery('container', 'Needed when the pod has several', TEXT, 'main'),
      inQuery('tty', 'Run it in a terminal', { type: 'boolean' }, true),
      inQuery('confirmation', 'Of a 428 answer, where the header cannot be sent', TEXT, 'abc'),
    ],
    'responses': { 101: { description: 'The command runs.' }, ...PROBLEM_REFERENCES, [UPGRADE_STATUS]: problemReference(UPGRADE_STATUS) },
  };
  return [['/v1/clusters/{cluster}/namespaces/{namespace}/pods/{pod}/exec', { get }]];
}
