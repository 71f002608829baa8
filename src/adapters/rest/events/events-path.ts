import type { JsonObject } from '../openapi/json-object.js';
import { PROBLEM_REFERENCES } from '../openapi/problem-responses.js';
import { EVENT_NAMES } from './event-names.js';
import { MAX_RECENT } from './event-log.js';

const TEXT = { type: 'string' };
const TIME = '2026-11-21T03:00:00.000Z';
const ID = 'mcaz81x29f3e-17';
const REACHABLE = { at: TIME, cluster: 'prod-1', latency_ms: 12, observed_at: TIME };

const PARAMETERS: readonly JsonObject[] = [
  {
    name: 'recent',
    in: 'query',
    required: false,
    description: 'First so many of the last operations and of the last other events. Without it: none of a stream, 50 of one answer',
    schema: { type: 'integer', minimum: 0, maximum: MAX_RECENT },
    example: 20,
  },
  {
    name: 'status',
    in: 'query',
    required: false,
    description: 'Also the status of the clusters: of a stream as it changes, of one answer as last seen',
    schema: { type: 'boolean' },
    example: false,
  },
];

const ANSWER = {
  type: 'object',
  required: ['events', 'last_event_id', 'incomplete'],
  properties: {
    events: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'type', 'data'],
        properties: { id: TEXT, type: { type: 'string', enum: EVENT_NAMES }, data: { type: 'object', additionalProperties: true } },
      },
    },
    last_event_id: { type: 'string', description: 'Send it as Last-Event-ID to get what happened since' },
    incomplete: { type: 'boolean', description: 'Some events since Last-Event-ID are kept no more' },
    status: { type: 'array', items: { type: 'object', additionalProperties: true }, description: 'Rows as those of clusters_status' },
  },
};

/** What `GET /v1/events` answers. */
export function eventsPath(): [string, JsonObject] {
  const responses = { 200: ok(), ...PROBLEM_REFERENCES };
  const description = `What happens in the fleet: clusters that come, go and fail, operations that finished. Ask for text/event-stream
or application/x-ndjson to follow it; a Last-Event-ID header goes on after that event. Callers limited to some clusters are told of
those only.`.replaceAll('\n', ' ');
  return [
    '/v1/events',
    {
      get: {
        'operationId': 'events',
        'summary': 'Events',
        description,
        'tags': ['events'],
        'x-effect': 'read',
        'parameters': PARAMETERS,
        responses,
      },
    },
  ];
}

function ok(): JsonObject {
  const name = 'cluster-reachable';
  return {
    description: 'The events, in the form that Accept asks for.',
    headers: { 'X-Request-Id': { description: 'Names this request in logs.', schema: TEXT } },
    content: {
      'application/json': {
        schema: ANSWER,
        example: { events: [{ id: ID, type: name, data: REACHABLE }], last_event_id: ID, incomplete: false },
      },
      'text/event-stream': {
        schema: {
          type: 'string',
          description: `${EVENT_NAMES.join(', ')}; also open, dropped, status, status-checked, status-removed, status-reset.`,
        },
        example: `id: ${ID}\nevent: ${name}\ndata: ${JSON.stringify(REACHABLE)}\n\n`,
      },
      'application/x-ndjson': {
        schema: { type: 'string', description: 'One object per line; `type` names the event, the member of that name is its data.' },
        example: `${JSON.stringify({ type: name, id: ID, [name]: REACHABLE })}\n`,
      },
    },
  };
}
