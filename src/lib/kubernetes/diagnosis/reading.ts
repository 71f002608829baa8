import type { ClusterContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { recordsAt, textAt, type PlainObject } from '../object-values.js';

/** Which objects to read in full. */
interface ObjectsWanted {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** At most; there may be more, which is then named as not checked. */
  readonly limit: number;
}

/** What a diagnosis reads of its cluster, and what it could not: a part that fails does not take the others with it. */
export class Reading {
  readonly context: ClusterContext;
  readonly notChecked: string[] = [];
  readonly failures: FleetError[] = [];
  readonly now = Date.now();
  #succeeded = 0;

  constructor(context: ClusterContext) {
    this.context = context;
  }

  /**
   * What a read gives; undefined when it failed, which is then named as not checked.
   * @throws FleetError when the call was ended; anything that is no FleetError
   */
  async part<Value>(what: string, read: () => Promise<Value>): Promise<Value | undefined> {
    try {
      const value = await read();
      this.#succeeded += 1;
      return value;
    } catch (thrown) {
      if (this.context.signal.aborted || !FleetError.isInstance(thrown)) throw thrown;
      this.failures.push(thrown);
      this.notChecked.push(`${what}: ${thrown.code}${saidBy(thrown)}`);
      return undefined;
    }
  }

  /** Objects in full, in one request; empty when they cannot be read. */
  async objects(what: string, wanted: ObjectsWanted): Promise<readonly PlainObject[]> {
    const { context } = this;
    const { labelSelector, fieldSelector, limit, namespace } = wanted;
    const { signal, cluster } = context;
    const list = await this.part(what, async () => {
      const { path } = await cluster.locate(wanted, { namespace, signal });
      return (await cluster.request({ path, query: { labelSelector, fieldSelector, limit }, signal })).json();
    });
    if ((textAt(list, 'metadata', 'continue') ?? '') !== '') this.notChecked.push(`${what}: only the first ${limit} were read`);
    return recordsAt(list, 'items');
  }

  /** One object; `missing` where there is none, undefined when it cannot be read. */
  async object(
    what: string,
    apiVersion: string,
    kind: string,
    name: string,
    namespace?: string,
  ): Promise<PlainObject | 'missing' | undefined> {
    const { cluster, signal } = this.context;
    return await this.part(what, async () => {
      try {
        return await cluster.get({ apiVersion, kind }, name, { namespace, signal });
      } catch (thrown) {
        if (FleetError.isInstance(thrown) && thrown.code === 'NOT_FOUND') return 'missing';
        throw thrown;
      }
    });
  }

  /** @throws FleetError the first failure, when nothing at all could be read: that is no diagnosis */
  throwIfBlind(): void {
    const [first] = this.failures;
    if (this.#succeeded === 0 && first !== undefined) throw first;
  }
}

function saidBy(error: FleetError): string {
  const said = error.details?.['kubernetesMessage'];
  const text = typeof said === 'string' ? said : error.message;
  return ` (${text.length > 200 ? `${text.slice(0, 200)}…` : text})`;
}
