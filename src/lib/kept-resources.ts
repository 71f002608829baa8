import type { KeptByCaller, KeptEntry, KeptResource } from './context.js';
import { FleetError } from './errors.js';
import { nodeCrypto } from './platform/node-modules.js';

/** Entries of one caller, and of all callers, at most. */
const MOST_PER_CALLER = 20;
const MOST_IN_ALL = 500;

/** What outlives the call that made it (port-forwards): each entry belongs to its caller, and ends with it or with the fleet. */
export class KeptResources {
  readonly #byCaller = new Map<string, Map<string, KeptResource>>();
  #closed = false;

  /** The entries of one caller; those of the others do not exist for it. */
  of(caller: string): KeptByCaller {
    return {
      add: (resource) => this.#add(caller, resource),
      list: (kind) =>
        [...(this.#byCaller.get(caller) ?? [])].flatMap(([id, resource]) => (resource.kind === kind ? [{ id, resource }] : [])),
      remove: (id) => {
        this.#remove(caller, id);
      },
    };
  }

  /** Ends everything that a caller keeps. */
  async forget(caller: string): Promise<void> {
    const resources = [...(this.#byCaller.get(caller)?.values() ?? [])];
    this.#byCaller.delete(caller);
    await Promise.all(resources.map((resource) => resource.close()));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#byCaller.keys()].map((caller) => this.forget(caller)));
  }

  #add(caller: string, resource: KeptResource): KeptEntry {
    const own = this.#byCaller.get(caller) ?? new Map<string, KeptResource>();
    const total = [...this.#byCaller.values()].reduce((sum, { size }) => sum + size, 0);
    if (this.#closed || own.size >= MOST_PER_CALLER || total >= MOST_IN_ALL) {
      const why = this.#closed
        ? 'The fleet is closed.'
        : `This caller keeps ${String(own.size)} open already, all callers ${String(total)}.`;
      throw new FleetError(this.#closed ? 'CLOSED' : 'TOO_MANY_OPEN', why);
    }
    const id = nodeCrypto().randomBytes(6).toString('hex');
    own.set(id, resource);
    this.#byCaller.set(caller, own);
    return { id, resource };
  }

  #remove(caller: string, id: string): void {
    const own = this.#byCaller.get(caller);
    own?.delete(id);
    if (own?.size === 0) this.#byCaller.delete(caller);
  }
}
