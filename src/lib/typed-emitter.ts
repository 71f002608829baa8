import { EventEmitter } from 'eventemitter3';

/** A function that hears one event. */
export type Listener<Payload extends unknown[]> = (...payload: Payload) => void;

/** The subscribing half of an emitter: what the public classes expose. */
export interface EventSubscriber<Events extends Record<keyof Events, unknown[]>> {
  /** Calls the listener at every such event. The same listener is added once. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this;
  /** Calls the listener at the next such event only. */
  once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this;
  /** Takes a listener away, added by `on` or `once`. */
  off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this;
}

/**
 * A typed emitter on eventemitter3 in which a throwing listener stops neither the others nor the emitting code.
 * @example
 * const events = new TypedEmitter<{ 'job-started': [{ job: string }] }>((error, event) => log(event, error));
 * events.on('job-started', ({ job }) => console.log(job));
 * events.emit('job-started', { job: 'backup' });
 */
export class TypedEmitter<Events extends Record<keyof Events, unknown[]>> implements EventSubscriber<Events> {
  readonly #emitter = new EventEmitter();
  readonly #guards = new Map<unknown, Map<unknown, (...payload: unknown[]) => void>>();
  readonly #onListenerError: (error: unknown, event: string) => void;

  /** @param onListenerError told of what a listener threw; default: nobody is */
  constructor(onListenerError: (error: unknown, event: string) => void = () => undefined) {
    this.#onListenerError = onListenerError;
  }

  /** Calls the listener at every such event. The same listener is added once. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    if (this.#guards.get(name)?.has(listener) === true) return this;
    this.#emitter.on(name as string, this.#guard(name, listener));
    return this;
  }

  /** Calls the listener at the next such event only. */
  once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    const once: Listener<Events[Name]> = (...payload) => {
      this.off(name, listener);
      listener(...payload);
    };
    this.#emitter.on(name as string, this.#guard(name, once, listener));
    return this;
  }

  /** Takes a listener away, added by `on` or `once`. */
  off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    const guards = this.#guards.get(name);
    const guard = guards?.get(listener);
    if (guard !== undefined) {
      this.#emitter.off(name as string, guard);
      guards?.delete(listener);
    }
    return this;
  }

  /** Calls every listener, in the order they were added, before it returns. */
  emit<Name extends keyof Events>(name: Name, ...payload: Events[Name]): void {
    this.#emitter.emit(name as string, ...payload);
  }

  /** Takes every listener of every event away. */
  removeAllListeners(): void {
    this.#emitter.removeAllListeners();
    this.#guards.clear();
  }

  #guard<Name extends keyof Events>(name: Name, run: Listener<Events[Name]>, key: unknown = run): (...payload: unknown[]) => void {
    const guard = (...payload: unknown[]): void => {
      try {
        run(...(payload as Events[Name]));
      } catch (error) {
        this.#onListenerError(error, String(name));
      }
    };
    const guards = this.#guards.get(name) ?? new Map<unknown, (...payload: unknown[]) => void>();
    guards.set(key, guard);
    this.#guards.set(name, guards);
    return guard;
  }
}
