import { FleetError } from '../../../index.js';
import { HttpFailure } from '../failure.js';

/** A session as far as the server that closes knows it. */
interface ToldSession {
  tell(message: object): Promise<void>;
  abort(reason: FleetError): void;
}

/** The interactive commands that run, so that there are not too many and a server can close without cutting them off. */
export class OpenSessions {
  readonly #most: number;
  readonly #sessions = new Set<ToldSession>();
  #reserved = 0;
  #closing = false;
  #whenEmpty: () => void = () => undefined;

  constructor(most: number) {
    this.#most = most;
  }

  get closing(): boolean {
    return this.#closing;
  }

  /**
   * Takes the place of a session that is being opened; the result gives it back.
   * @throws HttpFailure SERVER_CLOSING; FleetError TOO_MANY_OPEN
   */
  reserve(): () => void {
    if (this.#closing) throw new HttpFailure('SERVER_CLOSING', 'This server is closing.', { headers: { 'Retry-After': '1' } });
    if (this.#reserved >= this.#most) {
      throw new FleetError('TOO_MANY_OPEN', `There are ${this.#most} interactive sessions already.`, {
        hint: 'End one of them, then try again.',
      });
    }
    this.#reserved += 1;
    return () => {
      this.#reserved -= 1;
      if (this.#reserved === 0) this.#whenEmpty();
    };
  }

  /** A session whose command runs; the result forgets it. */
  add(session: ToldSession): () => void {
    this.#sessions.add(session);
    return () => {
      this.#sessions.delete(session);
    };
  }

  /** Tells clients, waits for them at most `timeoutMs`, then ends what is left, and waits for that. */
  async close(timeoutMs: number): Promise<void> {
    this.#closing = true;
    if (this.#reserved === 0) return;
    const seconds = Math.floor(timeoutMs / 1000);
    for (const session of this.#sessions) void session.tell({ type: 'closing', seconds }).catch(() => undefined);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        for (const session of this.#sessions) session.abort(new FleetError('CLOSED', 'The server closes: the session was ended.'));
        // A command that cannot be reached must not keep the server; its farewell has a limit of its own.
        setTimeout(resolve, LAST_MS).unref();
      }, timeoutMs);
      this.#whenEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Milliseconds that ended sessions get to say so. */
const LAST_MS = 3000;
