import { FleetError } from '../../errors.js';
import { isRecord, parseJson } from '../../platform/plain-records.js';
import { rancherFailure } from './rancher-failure.js';
import type { RancherAnswer, RancherRequest } from './rancher-http.js';

const PAGE = 1000;
/** More than any Rancher has; ends a listing that goes round in circles. */
const MOST_PAGES = 100;

/** Whoever can ask a Rancher. */
export interface RancherAsked {
  /** How it is called, for messages. */
  readonly name: string;
  send(request: RancherRequest): Promise<RancherAnswer>;
}

/** One collection below `/v3`. */
export interface Collection<Item> {
  /** `clusters`, `projects`… */
  readonly name: string;
  /** What was asked for, for messages: `list its clusters`. */
  readonly what: string;
  /** Fields that the server compares. It ignores those that it does not know, so `parse` has to look at them again. */
  readonly filter?: Readonly<Record<string, string>> | undefined;
  /** One item; undefined for what is none, or was not asked for. */
  readonly parse: (value: unknown) => Item | undefined;
}

/**
 * Every item that the token may see, by id. The marker of the next page is taken from the server's link, the link itself never is:
 * behind a proxy it may name another host. A marker that is gone starts from the beginning: pages may repeat, markers may not.
 * @throws FleetError; a part is never passed for the whole
 */
export async function listCollection<Item extends { readonly id: string }>(
  rancher: RancherAsked,
  { name, what, filter, parse }: Collection<Item>,
  signal: AbortSignal,
): Promise<readonly Item[]> {
  const found = new Map<string, Item>();
  let marker: string | undefined;
  const markers = new Set<string>();
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await rancher.send({ path: `/v3/${name}`, query: { limit: PAGE, marker, ...filter }, signal });
    const body = parseJson(answer.text);
    if (answer.status !== 200 || !isRecord(body) || !Array.isArray(body['data'])) throw rancherFailure(rancher.name, what, answer);
    for (const entry of body['data']) {
      const item = parse(entry);
      if (item !== undefined) found.set(item.id, item);
    }
    marker = nextMarker(body['pagination']);
    if (marker === undefined) return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    if (markers.has(marker)) break;
    markers.add(marker);
  }
  throw new FleetError('SOURCE_FAILED', `Rancher "${rancher.name}" gave its ${name} in pages without end; the listing is not complete.`);
}

/** Those of one cluster. The server is told which, and what comes is looked at again: it ignores fields that it does not know. */
export function listOfCluster<Item extends { readonly id: string; readonly cluster: string }>(
  rancher: RancherAsked,
  { parse, ...collection }: Omit<Collection<Item>, 'filter'>,
  cluster: string,
  signal: AbortSignal,
): Promise<readonly Item[]> {
  const ofCluster = (value: unknown): Item | undefined => {
    const item = parse(value);
    return item?.cluster === cluster ? item : undefined;
  };
  return listCollection(rancher, { ...collection, filter: { clusterId: cluster }, parse: ofCluster }, signal);
}

function nextMarker(pagination: unknown): string | undefined {
  const next = isRecord(pagination) ? pagination['next'] : undefined;
  if (typeof next !== 'string') return undefined;
  try {
    return new URL(next, 'https://rancher.invalid').searchParams.get('marker') ?? undefined;
  } catch {
    return undefined;
  }
}
