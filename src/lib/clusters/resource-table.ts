/** One cell of a table. */
export type Cell = string | number | boolean | null;

/** A list of objects as columns and rows: what the API server prints for `kubectl get`, without priority columns. */
export interface ResourceTable {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Lower-case titles; `namespace` first when rows come from several namespaces. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Pass it back to get the next rows. Absent: this was the end. */
  readonly continue?: string | undefined;
  /** How many more there are, where the API server says so. */
  readonly remaining?: number | undefined;
  readonly resourceVersion?: string | undefined;
  /** True when the rows came from the API server's watch cache and may be a moment old. */
  readonly fromCache: boolean;
}
