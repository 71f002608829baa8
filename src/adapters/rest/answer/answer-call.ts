import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallResult, Fleet, Progress } from '../../../index.js';
import type { Principal } from '../../http/principal.js';
import type { Exchange } from '../exchange.js';
import { callerOf } from '../principal-of.js';
import type { Route } from '../route.js';
import { answerType } from './accept.js';
import { EventStream, type StreamType } from './event-stream.js';
import { problemOf } from './problem.js';
import { nameCluster, send } from './send.js';
import { streamCall } from './stream-call.js';
import { vary } from './vary.js';
import { viewOf } from './views.js';

/** One call that is ready to run. */
export interface RestCall {
  readonly fleet: Fleet;
  readonly route: Route;
  readonly input: unknown;
  readonly principal: Principal;
  readonly exchange: Exchange;
  readonly heartbeatMs: number;
  /** Of an earlier CONFIRMATION_REQUIRED. */
  readonly confirmation: string | undefined;
}

/** Runs the operation of a route and answers in the form the caller asked for. Ends the call when the client goes. */
export async function answerCall(call: RestCall, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const type = answerType(request);
  vary(response, 'Accept');
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const view = viewOf(call.route);
  const run = async (onProgress?: (update: Progress) => void): Promise<CallResult> => {
    const result = await call.fleet.call({
      operation: call.route.operation.name,
      input: view.input(call.input),
      caller: callerOf(call.principal),
      limits: call.principal.limits,
      signal: gone.signal,
      requestId: call.exchange.requestId,
      confirmation: call.confirmation,
      onProgress,
    });
    const cluster = result.cluster ?? view.cluster(result.output);
    if (cluster !== undefined && !response.headersSent) nameCluster(response, cluster);
    return result;
  };
  if (type === 'text/event-stream' || type === 'application/x-ndjson') {
    await answerStream(call, response, type, (stream) => streamCall(stream, run, view.output));
    return;
  }
  const result = await run();
  if (type === 'text/plain') send(response, 200, 'text/plain; charset=utf-8', `${view.text(result)}\n`);
  else send(response, 200, 'application/json', JSON.stringify(view.output(result.output)));
}

async function answerStream(
  { heartbeatMs, exchange }: RestCall,
  response: ServerResponse,
  type: StreamType,
  run: (stream: EventStream) => Promise<void>,
): Promise<void> {
  const stream = new EventStream(response, type, heartbeatMs);
  try {
    await run(stream);
  } catch (thrown) {
    if (!stream.begun) {
      stream.abandon();
      throw thrown;
    }
    stream.end({ name: 'error', data: problemOf(thrown, exchange).problem });
  }
}
