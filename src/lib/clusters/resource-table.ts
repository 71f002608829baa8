/** One cell of a table. */
export type Cell = string | number | boolean | null;

/** A column that is made here, from the metadata of each object: a label, an owner. */
export interface MetadataColumn {
  readonly title: string;
  readonly valueOf: (metadata: Readonly<Record<string, unknown>>) => Cell;
}

/** A list of objects as columns and rows: what the API server prints for `kubectl get`, without priority columns unless asked for. */
export interface ResourceTable {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Lower-case titles; `namespace` first when rows come from several namespaces. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Those of `columns` that only wide output shows; there when it was asked for. */
  readonly wideColumns?: readonly string[] | undefined;
  /** Pass it back to get the next rows. Absent: this was the end. */
  readonly continue?: string | undefined;
  /** How many more there are, where the API server says so. */
  readonly remaining?: number | undefined;
  readonly resourceVersion?: string | undefined;
  /** True when the rows came from the API server's watch cache and may be a moment old. */
  readonly fromCache: boolean;
}
