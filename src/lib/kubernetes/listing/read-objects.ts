import type { ClusterContext, ResourceReference } from '../../context.js';
import { FleetError } from '../../errors.js';
import { isRecord } from '../../platform/plain-records.js';
import { listAt, numberAt, textAt, type PlainObject } from '../object-values.js';
import type { ListInput } from './list-fields.js';

/** Objects of one list, in the order of the server. */
export interface ObjectPage {
  readonly kind: string;
  readonly namespaced: boolean;
  readonly items: readonly PlainObject[];
  readonly continue?: string | undefined;
  readonly remaining?: number | undefined;
  /** Of the list as a whole, to watch from. */
  readonly resourceVersion?: string | undefined;
}

/** Objects of one request: parsing more of them at once would keep everything else in this process waiting. */
const PAGE = 100;
/** Objects of one answer, however many are asked for. */
const MOST_OBJECTS = 5_000;

/**
 * Whole objects of a kind, page by page. Answers with at most 5,000; `continue` goes on from there.
 * @param convert what is kept of each object
 */
export async function readObjects(
  context: ClusterContext,
  resource: ResourceReference,
  input: ListInput,
  limit: number,
  convert: (object: PlainObject) => PlainObject = (object) => object,
): Promise<ObjectPage> {
  const { cluster, signal } = context;
  const { kind, path } = await cluster.locate(resource, { namespace: input.namespace, signal });
  const most = limit === 0 ? MOST_OBJECTS : Math.min(limit, MOST_OBJECTS);
  const items: PlainObject[] = [];
  let token = input.continue;
  let remaining: number | undefined;
  let resourceVersion: string | undefined;
  do {
    const query = {
      labelSelector: input.labelSelector,
      fieldSelector: input.fieldSelector,
      limit: Math.min(PAGE, most - items.length),
      continue: token,
    };
    const list = (await cluster.request({ path, query, signal })).json();
    if (!Array.isArray(isRecord(list) ? list['items'] : undefined)) throw noList(cluster.cluster.name, kind.plural);
    // Items of a list do not say what they are; what is masked by kind must know it.
    for (const item of listAt(list, 'items'))
      if (isRecord(item)) items.push(convert({ apiVersion: kind.apiVersion, kind: kind.kind, ...item }));
    const next = textAt(list, 'metadata', 'continue');
    token = next === '' ? undefined : next;
    resourceVersion = textAt(list, 'metadata', 'resourceVersion');
    remaining = numberAt(list, 'metadata', 'remainingItemCount');
  } while (token !== undefined && items.length < most);
  return {
    kind: kind.kind,
    namespaced: kind.namespaced,
    items,
    resourceVersion,
    continue: token,
    ...(token === undefined ? {} : { remaining }),
  };
}

function noList(cluster: string, plural: string): FleetError {
  return new FleetError('BAD_RESPONSE', `Cluster "${cluster}" did not answer with a list of ${plural}.`, { cluster });
}
