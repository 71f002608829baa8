import { isRecord } from '../../platform/plain-records.js';
import type { Reading } from '../diagnosis/reading.js';
import { listAt, textAt, type PlainObject } from '../object-values.js';

/** Which objects to read, page by page. */
export interface CollectionWanted {
  readonly apiVersion: string;
  readonly kind: string;
  /** Absent: all namespaces. */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Objects at most. */
  readonly most: number;
  /** Only their metadata: enough for labels, and a tenth of the size. */
  readonly metadataOnly?: boolean | undefined;
}

/** Objects as far as they were read. */
export interface Collection {
  readonly items: readonly PlainObject[];
  /** False when there are more, or when they could not be read: what is not among them may still exist. */
  readonly complete: boolean;
}

/** Objects of one request: parsing more of them at once would keep everything else in this process waiting. */
const PAGE = 250;

const METADATA = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

/** Objects of a kind, as many as allowed. What fails, or is left out, is named as not checked. */
export async function readCollection(reading: Reading, what: string, wanted: CollectionWanted): Promise<Collection> {
  const { cluster, signal } = reading.context;
  const { apiVersion, kind, namespace, labelSelector, fieldSelector, most } = wanted;
  const items: PlainObject[] = [];
  let token: string | undefined;
  const read = await reading.part(what, async () => {
    const { path } = await cluster.locate({ apiVersion, kind }, { namespace, signal });
    do {
      const query = { labelSelector, fieldSelector, limit: Math.min(PAGE, most - items.length), continue: token };
      const accept = wanted.metadataOnly === true ? METADATA : undefined;
      const list = (await cluster.request({ path, query, accept, signal })).json();
      // Items of a list do not say what they are.
      for (const item of listAt(list, 'items')) if (isRecord(item)) items.push({ ...item, apiVersion, kind });
      const next = textAt(list, 'metadata', 'continue');
      token = next === '' ? undefined : next;
    } while (token !== undefined && items.length < most);
    return true;
  });
  if (read === true && token !== undefined) reading.notChecked.push(`${what}: only the first ${items.length} were read`);
  return { items, complete: read === true && token === undefined };
}
