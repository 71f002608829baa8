/** One line of the report. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB' | 'KB' | 'requests' | 'bytes' | 'of 47' | 'of 180' | '%' | 'per second' | 'errors' | 'times';
  /** The bound to hold; `at-least` for counts. */
  readonly must?: { readonly bound: number; readonly kind: 'at-most' | 'at-least' } | undefined;
  /** The same thing done by others in this run. */
  readonly others?: Readonly<Record<string, number>> | undefined;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Runs something n times, one after the other, and returns what each took in milliseconds. */
export async function times(count: number, run: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const started = performance.now();
    await run();
    taken.push(performance.now() - started);
  }
  return taken;
}

export async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

export function holds(measure: Measure): boolean | undefined {
  if (measure.must === undefined) return undefined;
  return measure.must.kind === 'at-most' ? measure.value <= measure.must.bound : measure.value >= measure.must.bound;
}
