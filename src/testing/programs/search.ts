/** What accompanies the search for the programs of one fleet. */
export interface ProgramSearch {
  readonly progress?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Hosts that did not answer during this search; they are not waited for again. */
  readonly unreachableHosts: Set<string>;
}
