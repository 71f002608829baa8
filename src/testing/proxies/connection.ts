import type { Socket } from 'node:net';
import type { Behaviour, ProxyCounters } from './behaviour.js';

/** One client connection on its way through a fault proxy. */
export interface ProxiedConnection {
  /** Acts on a changed behaviour. */
  apply(): void;
  destroy(): void;
}

const MAX_HELD_BYTES = 1024 * 1024;
/** Something so short is a goodbye of TLS, not a request. */
const TLS_ALERT_BYTES = 31;

/** Carries bytes between a client and the server behind it, as `behaviour()` says at each moment. Connects when the client first speaks. */
export function carryConnection(
  client: Socket,
  connect: () => Socket,
  behaviour: () => Behaviour,
  counters: ProxyCounters,
): ProxiedConnection {
  let upstream: Socket | undefined;
  let questions: Buffer[] = [];
  let answers: Buffer[] = [];
  let clientEnded = false;
  let upstreamEnded = false;
  let answered = true;
  let answerDue = 0;
  let delivered = 0;
  let lastCut = behaviour().cut;
  let timer: NodeJS.Timeout | undefined;

  const cutReached = (): boolean => lastCut !== undefined && delivered >= lastCut.afterBytes;
  const frozen = (): boolean => behaviour().mode === 'hang' || (cutReached() && lastCut?.ending === 'hang');

  const destroy = (): void => {
    clearTimeout(timer);
    client.destroy();
    upstream?.destroy();
  };

  const ask = (): void => {
    if (frozen()) return;
    upstream ??= openUpstream();
    const target = upstream;
    let room = true;
    for (const chunk of questions) room = target.write(chunk);
    questions = [];
    if (room) client.resume();
    else client.pause();
    if (clientEnded) target.end();
  };

  const answer = (): void => {
    if (frozen()) return;
    const wait = answerDue - performance.now();
    clearTimeout(timer);
    if (answers.length > 0 && wait > 0) {
      timer = setTimeout(answer, Math.ceil(wait));
      return;
    }
    let room = true;
    for (const chunk of answers) room = deliver(chunk);
    answers = [];
    if (room) upstream?.resume();
    if (upstreamEnded && !client.destroyed) client.end();
  };

  const deliver = (chunk: Buffer): boolean => {
    if (lastCut === undefined) return client.write(chunk);
    const part = chunk.subarray(0, Math.max(0, lastCut.afterBytes - delivered));
    delivered += part.length;
    const reset = cutReached() && lastCut.ending === 'reset';
    return client.write(part, () => {
      if (reset) client.resetAndDestroy();
    });
  };

  const openUpstream = (): Socket => {
    const socket = connect();
    socket.on('data', (chunk: Buffer) => {
      socket.pause();
      answered = true;
      answers.push(chunk);
      answer();
    });
    socket.on('drain', () => client.resume());
    socket.on('error', () => {
      upstreamEnded = true;
      if (!frozen()) client.resetAndDestroy();
    });
    socket.on('end', () => {
      upstreamEnded = true;
      answer();
    });
    return socket;
  };

  client.on('data', (chunk: Buffer) => {
    if (answered && chunk.length > TLS_ALERT_BYTES) counters.roundTrips += 1;
    answered = false;
    answerDue = performance.now() + behaviour().latencyMs;
    questions.push(chunk);
    if (questions.reduce((bytes, held) => bytes + held.length, 0) > MAX_HELD_BYTES) client.pause();
    ask();
  });
  client.on('drain', () => upstream?.resume());
  client.on('end', () => {
    clientEnded = true;
    if (upstream === undefined && questions.length === 0) client.end();
    else ask();
  });
  client.on('error', destroy);
  client.on('close', destroy);

  return {
    apply() {
      if (behaviour().cut !== lastCut) {
        lastCut = behaviour().cut;
        delivered = 0;
      }
      if (questions.length > 0 || clientEnded) ask();
      answer();
    },
    destroy,
  };
}
