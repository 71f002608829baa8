import { EventEmitter } from 'eventemitter3';
import type { ErrorCode } from './errors.js';

/** Every event of a fleet, with its payload. Payloads are plain data without secrets; times are ISO 8601 strings. */
export interface FleetEvents {
  'cluster-added': [{ cluster: string; environment: string; zone: string; source: string }];
  /** The connection data of a cluster changed (a file was edited or replaced). */
  'cluster-changed': [{ cluster: string; source: string }];
  'cluster-removed': [{ cluster: string; source: string }];
  /** The source of this cluster cannot be listed; the cluster is kept as last seen. */
  'cluster-stale': [{ cluster: string; source: string; since: string }];
  /** Two sources or two contexts carry one name; neither is used until one is renamed. */
  'cluster-conflict': [{ cluster: string; origins: string[] }];
  'cluster-unreachable': [{ cluster: string; reason: string; message: string; observedAt: string }];
  'cluster-reachable': [{ cluster: string; latencyMs: number; observedAt: string }];
  'active-cluster-changed': [{ caller: string; cluster: string; previous: string | undefined }];
  /** A kubeconfig was read again after it changed on disk. */
  'kubeconfig-refreshed': [{ cluster: string; path: string }];
  'source-failed': [{ source: string; message: string; clustersKept: number }];
  'source-recovered': [{ source: string }];
  /** One listing lost more than a tenth of its clusters at once; they are kept, marked stale, until confirmed. */
  'source-shrink-held': [{ source: string; clusters: string[] }];
  'session-opened': [{ cluster: string; identity: string }];
  'session-closed': [{ cluster: string; identity: string; why: 'idle' | 'changed' | 'removed' | 'closed' }];
  'operation-finished': [OperationFinished];
  /** Operations were added to or taken from the catalog. */
  'operations-changed': [{ added: string[]; removed: string[] }];
}

/** One finished operation: the payload of `operation-finished`, one line of the audit log. */
export interface OperationFinished {
  requestId: string;
  operation: string;
  caller: string;
  cluster: string | undefined;
  effect: 'read' | 'write' | 'destructive' | undefined;
  outcome: 'ok' | 'failed' | 'refused' | 'cancelled';
  code: ErrorCode | undefined;
  startedAt: string;
  durationMs: number;
}

/** A function that hears one event. */
export type Listener<Payload extends unknown[]> = (...payload: Payload) => void;

/** The subscribing half of an emitter: what the public classes expose. */
export interface EventSubscriber<Events extends Record<keyof Events, unknown[]>> {
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this;
  once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this;
  off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this;
}

/** A typed emitter on eventemitter3 in which a throwing listener stops neither the others nor the emitting code. */
export class TypedEmitter<Events extends Record<keyof Events, unknown[]>> implements EventSubscriber<Events> {
  readonly #emitter = new EventEmitter();
  readonly #guards = new Map<unknown, Map<unknown, (...payload: unknown[]) => void>>();
  readonly #onListenerError: (error: unknown, event: string) => void;

  constructor(onListenerError: (error: unknown, event: string) => void = () => undefined) {
    this.#onListenerError = onListenerError;
  }

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    if (this.#guards.get(name)?.has(listener) === true) return this;
    this.#emitter.on(name as string, this.#guard(name, listener));
    return this;
  }

  once<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    const once: Listener<Events[Name]> = (...payload) => {
      this.off(name, listener);
      listener(...payload);
    };
    this.#emitter.on(name as string, this.#guard(name, once, listener));
    return this;
  }

  off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): this {
    const guards = this.#guards.get(name);
    const guard = guards?.get(listener);
    if (guard !== undefined) {
      this.#emitter.off(name as string, guard);
      guards?.delete(listener);
    }
    return this;
  }

  emit<Name extends keyof Events>(name: Name, ...payload: Events[Name]): void {
    this.#emitter.emit(name as string, ...payload);
  }

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
