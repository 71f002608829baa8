import pLimit from 'p-limit';
import type { Cell, ClusterContext, ResourceTable, ServedKind } from '../../context.js';
import { FleetError } from '../../errors.js';
import { isRecord, parseJson } from '../../platform/plain-records.js';
import { textsAt } from '../object-values.js';
import { ownersOf } from './owner-references.js';

/** An object that somebody owns. */
export interface OwnedObject {
  readonly kind: ServedKind;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string;
  /** The uids of its owners. */
  readonly owners: readonly string[];
  /** What the server prints of its state. */
  readonly state: string;
}

/** Lists at once. */
const PARALLEL = 6;

/** All objects of these kinds that have an owner. Kinds that cannot be listed are named with the reason. */
export async function readOwned(
  { cluster, signal }: ClusterContext,
  kinds: readonly ServedKind[],
  namespace: string | undefined,
): Promise<{ readonly objects: readonly OwnedObject[]; readonly unread: readonly string[] }> {
  const limit = pLimit(PARALLEL);
  const unread: string[] = [];
  const lists = await Promise.all(
    kinds.map((kind) =>
      limit(async () => {
        try {
          const table = await cluster.list(kind, {
            ...(kind.namespaced && namespace !== undefined ? { namespace } : {}),
            limit: 0,
            metadataColumns: [{ title: METADATA, valueOf: keptMetadata }],
            signal,
          });
          return table.rows.flatMap((row) => ownedObject(kind, table, row) ?? []);
        } catch (thrown) {
          signal.throwIfAborted();
          if (!FleetError.isInstance(thrown)) throw thrown;
          // A kind that is built in here may have gone from the server, or not have come yet: it owns nothing there.
          if (thrown.code !== 'KIND_UNKNOWN') unread.push(`${kind.plural} (${thrown.code})`);
          return [];
        }
      }),
    ),
  );
  return { objects: lists.flat(), unread };
}

const METADATA = 'metadata';

/** What a tree is made of, as a cell; empty for objects without an owner. */
function keptMetadata(metadata: Readonly<Record<string, unknown>>): string {
  const owners = ownersOf(metadata).map(({ uid }) => uid);
  return owners.length === 0
    ? ''
    : JSON.stringify({ uid: metadata['uid'], name: metadata['name'], namespace: metadata['namespace'], owners });
}

function ownedObject(kind: ServedKind, { columns }: ResourceTable, row: readonly Cell[]): OwnedObject | undefined {
  const kept = parseJson(String(row.at(-1) ?? ''));
  if (!isRecord(kept)) return undefined;
  const { uid, name, namespace } = kept;
  return {
    kind,
    uid: String(uid),
    name: String(name),
    namespace: typeof namespace === 'string' ? namespace : undefined,
    owners: textsAt(kept, 'owners'),
    state: stateOf(columns, row),
  };
}

const STATES = ['ready', 'status', 'phase', 'state', 'completions', 'desired', 'available', 'restarts'];

/** `ready=1/1 status=Running` */
function stateOf(columns: readonly string[], row: readonly Cell[]): string {
  return columns
    .flatMap((column, index) => {
      const cell = row[index] ?? '';
      return STATES.includes(column) && cell !== '' && !(column === 'restarts' && cell === '0') ? [`${column}=${String(cell)}`] : [];
    })
    .join(' ');
}
