import { untilAborted } from '../platform/abort.js';

/** How long a read waits for the one before it, in milliseconds: a slow answer delays nobody for longer. */
const PATIENCE_MS = 25;

/** Identical reads: those on their way, and the one that is sent next. Kept while one is on its way. */
interface Line<Answer> {
  inFlight: number;
  next: Turn<Answer> | undefined;
}

/** One read that has not been sent yet, and how many callers wait for its answer. */
interface Turn<Answer> {
  readonly answer: Promise<Answer>;
  readonly controller: AbortController;
  readonly begin: () => void;
  readonly timer: NodeJS.Timeout;
  waiting: number;
  settled: boolean;
}

/**
 * Lets identical reads share an answer without making it older than any of its callers: a read never joins one that was sent
 * already, only one that still has to be. While an identical read is on its way, all who come wait together for its end, or for a
 * moment at most, and are then answered by one new read. So nobody sees a state from before its own call, and a thousand callers of
 * one list cost the cluster a few requests at a time.
 */
export class SharedReads<Answer> {
  readonly #lines = new Map<string, Line<Answer>>();

  /**
   * The answer of `read`, or of an identical read that began after this call. A caller that gives up leaves the others alone; the
   * last one to leave aborts the read.
   * @param key equal for reads that are the same, to the last byte of the answer
   * @throws what `read` throws; the reason of the signal when that comes first
   */
  async run(key: string, signal: AbortSignal, read: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    const known = this.#lines.get(key);
    if (known !== undefined) return await this.#wait(known, (known.next ??= this.#turn(key, known, read)), signal);
    const line: Line<Answer> = { inFlight: 1, next: undefined };
    this.#lines.set(key, line);
    try {
      return await read(signal);
    } finally {
      this.#ended(key, line);
    }
  }

  async #wait(line: Line<Answer>, turn: Turn<Answer>, signal: AbortSignal): Promise<Answer> {
    turn.waiting += 1;
    try {
      return await untilAborted(turn.answer, signal);
    } finally {
      turn.waiting -= 1;
      if (turn.waiting === 0) leave(line, turn);
    }
  }

  #turn(key: string, line: Line<Answer>, read: (signal: AbortSignal) => Promise<Answer>): Turn<Answer> {
    const controller = new AbortController();
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = () => {
        clearTimeout(turn.timer);
        line.next = undefined;
        line.inFlight += 1;
        resolve();
      };
    });
    const answer = begun
      .then(() => read(controller.signal))
      .finally(() => {
        turn.settled = true;
        this.#ended(key, line);
      });
    const turn: Turn<Answer> = { answer, controller, begin, timer: setTimeout(begin, PATIENCE_MS), waiting: 0, settled: false };
    return turn;
  }

  #ended(key: string, line: Line<Answer>): void {
    line.inFlight -= 1;
    if (line.next !== undefined) line.next.begin();
    else if (line.inFlight === 0) this.#lines.delete(key);
  }
}

/** Everyone who waited has an answer or has gone. */
function leave<Answer>(line: Line<Answer>, turn: Turn<Answer>): void {
  if (line.next === turn) {
    clearTimeout(turn.timer);
    line.next = undefined;
  }
  if (!turn.settled) turn.controller.abort();
}
