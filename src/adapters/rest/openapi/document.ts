import { TOOLSETS, VERSION, type Fleet, type Operation } from '../../../index.js';
import { eventsPath } from '../events/events-path.js';
import { execPath } from '../exec/exec-path-item.js';
import type { RestOptions } from '../options.js';
import { conveniencePaths } from './convenience-paths.js';
import type { JsonObject } from './json-object.js';
import { operationPath } from './operation-path.js';
import { problemResponses, PROBLEM_SCHEMA } from './problem-responses.js';
import { securityOf, type DescribedSecurity } from './security.js';

/** An OpenAPI 3.1 document as plain data. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: JsonObject;
  readonly servers: readonly JsonObject[];
  readonly security: readonly JsonObject[];
  readonly tags: readonly JsonObject[];
  readonly paths: Readonly<Record<string, JsonObject>>;
  readonly components: JsonObject;
}

const DESCRIPTION = `Operates a fleet of Kubernetes clusters. Every operation is a route: reads are GET with their parameters in the
query (lists by repetition, objects as JSON), everything else is POST with a JSON body. Unknown parameters are refused. Failures are
RFC 9457 problem documents; \`code\` is stable. Ask for \`text/plain\` to get the text that people read, for \`text/event-stream\` or
\`application/x-ndjson\` to follow progress.`.replaceAll('\n', ' ');

/** Describes the routes of a fleet. @param operations default: all that the fleet offers now */
export function openApiDocument(
  fleet: Fleet,
  operations: readonly Operation[] = fleet.operations.list(),
  options: DescribedSecurity & Pick<RestOptions, 'exec'> = {},
): OpenApiDocument {
  const { schemes, security } = securityOf(options);
  const placed = operations.map((operation) => ({ operation, toolset: fleet.operations.toolsetOf(operation.name) ?? 'other' }));
  const own = placed.map(
    ({ operation, toolset }) => [`/v1/${toolset}/${operation.name}`, operationPath(operation, toolset, fleet.mayAsk(operation))] as const,
  );
  return {
    openapi: '3.1.0',
    info: { title: 'fleetwright', version: VERSION, description: DESCRIPTION, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security,
    tags: [
      { name: 'events', description: 'Events: what happens in the fleet' },
      ...[...new Set(placed.map(({ toolset }) => toolset))].map(tagOf),
    ],
    paths: Object.fromEntries([
      eventsPath(),
      ...conveniencePaths(operations),
      ...(options.exec === undefined ? [] : execPath(operations)),
      ...own,
    ]),
    components: { schemas: { Problem: PROBLEM_SCHEMA }, responses: problemResponses(), securitySchemes: schemes },
  };
}

function tagOf(name: string): JsonObject {
  const toolset = TOOLSETS.find((known) => known.name === name);
  return { name, ...(toolset === undefined ? {} : { description: `${toolset.title}: ${toolset.description}` }) };
}
