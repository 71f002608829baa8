import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket, WebSocketServer } from 'ws';
import { FleetError, type CommandInput, type CommandSink, type Fleet } from '../../../index.js';
import { upgradeResponse } from '../../http/upgrade-response.js';
import type { AnswerProblem } from '../answer/answer-problem.js';
import { problemOf } from '../answer/problem.js';
import type { Doors } from '../access/doors.js';
import { exchangeOf } from '../exchange.js';
import { confirmationOf } from '../operation-handler.js';
import { callerOf, principalOf } from '../principal-of.js';
import type { ExecSettings } from './exec-options.js';
import { checkOrigin } from './exec-origin.js';
import { authorizationOf, checkHandshake, CLOSE, EXEC_PROTOCOL } from './exec-protocol.js';
import { isExecPath, readExecRequest } from './exec-request.js';
import { closeCodeOf, ExecSession } from './exec-session.js';
import { OpenSessions } from './open-sessions.js';

export interface ExecHandlerParts {
  readonly fleet: Fleet;
  readonly doors: Doors;
  readonly answerProblem: AnswerProblem;
  readonly allowedOrigins: readonly string[];
  readonly heartbeatMs: number;
  readonly options: ExecSettings;
}

/**
 * Opens interactive commands as WebSockets. Each is one call of `pods_exec`: it passes the doors of every request and all that the fleet
 * checks, and stands in the audit log from its beginning to its end. What refuses it is answered as to any request, with a problem
 * document; only a command that runs turns the connection into a WebSocket.
 */
export class ExecHandler {
  readonly #parts: ExecHandlerParts;
  readonly #sessions: OpenSessions;

  constructor(parts: ExecHandlerParts) {
    this.#parts = parts;
    this.#sessions = new OpenSessions(parts.options.maxSessions);
  }

  /** Resolves when the session is over; with false, having done nothing, for the paths of others. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<boolean> {
    if (!isExecPath(request)) return false;
    const response = upgradeResponse(request, socket);
    try {
      await this.#open(request, response, socket, head);
    } catch (thrown) {
      this.#parts.answerProblem(thrown, request, response);
    }
    return true;
  }

  /** Tells clients that the server closes, waits at most `timeoutMs` for them to finish, then ends what is left. */
  close(timeoutMs: number): Promise<void> {
    return this.#sessions.close(timeoutMs);
  }

  async #open(request: IncomingMessage, response: ServerResponse, socket: Duplex, head: Buffer): Promise<void> {
    const { doors, allowedOrigins } = this.#parts;
    request.headers.authorization = authorizationOf(request);
    if (!(await doors(request, response))) return;
    checkOrigin(request, allowedOrigins);
    checkHandshake(request);
    const release = this.#sessions.reserve();
    try {
      const webSockets = await webSocketServer(this.#parts.options.maxMessageBytes);
      await this.#run(request, response, () => {
        // From here on the socket is that of the messages.
        response.detachSocket(request.socket);
        return accepted(webSockets, request, socket, head);
      });
    } finally {
      release();
    }
  }

  async #run(request: IncomingMessage, response: ServerResponse, accept: () => WebSocket): Promise<void> {
    const { fleet, options, heartbeatMs } = this.#parts;
    const { input, tty } = readExecRequest(request);
    const principal = principalOf(request, response);
    const { requestId, path } = exchangeOf(request, response);
    const gone = new AbortController();
    const leave = (): void => gone.abort(new FleetError('CANCELLED', 'The client has gone.'));
    request.socket.once('close', leave);
    let session: ExecSession | undefined;
    const forget = this.#sessions.add({ tell: async (message) => session?.tell(message), abort: (reason) => gone.abort(reason) });
    const begin = (command: CommandInput): CommandSink => {
      if (this.#sessions.closing) throw new FleetError('CLOSED', 'This server is closing.');
      const open = new ExecSession(accept(), command, { idleMs: options.idleMs, heartbeatMs, abort: (reason) => gone.abort(reason) });
      session = open;
      void open.tell({ type: 'started', request_id: requestId, can_end_input: command.canEnd, tty }).catch(() => undefined);
      return open.write;
    };
    try {
      const call = {
        operation: 'pods_exec',
        input,
        caller: callerOf(principal),
        limits: principal.limits,
        requestId,
        confirmation: confirmationOf(request),
      };
      const { output, cluster } = await fleet.call({
        ...call,
        signal: gone.signal,
        interactive: { tty, longestMs: options.longestMs, begin },
      });
      await session?.end({ type: 'exit', exit_code: output['exit_code'], cluster, request_id: requestId }, CLOSE.ended);
    } catch (thrown) {
      if (session === undefined) throw thrown;
      await session.end({ type: 'error', problem: problemOf(thrown, { path, requestId }).problem }, closeCodeOf(thrown));
    } finally {
      request.socket.off('close', leave);
      forget();
    }
  }
}

/** Loaded with the first session. */
async function webSocketServer(maxPayload: number): Promise<WebSocketServer> {
  const { WebSocketServer: Server } = await import('ws');
  return new Server({ noServer: true, clientTracking: false, perMessageDeflate: false, maxPayload, handleProtocols: () => EXEC_PROTOCOL });
}

function accepted(webSockets: WebSocketServer, request: IncomingMessage, socket: Duplex, head: Buffer): WebSocket {
  let open: WebSocket | undefined;
  // It calls back at once, or never: when the client has gone.
  webSockets.handleUpgrade(request, socket, head, (webSocket) => {
    open = webSocket;
  });
  if (open === undefined) throw new FleetError('CANCELLED', 'The client has gone.');
  return open;
}
