/** Label values of one series, in the order of the label names of its metric. */
export type LabelValues = readonly string[];

/** One metric with its series, recorded in plain maps. */
export interface Metric<Value> {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  readonly series: Map<string, { readonly labels: LabelValues; value: Value }>;
}

/** Observations of one histogram series: how many per bucket (not cumulated; the last is +Inf), and their sum. */
export interface Buckets {
  readonly bounds: readonly number[];
  readonly counts: number[];
  sum: number;
}

/** A metric takes no more series than this: label values come from outside, memory does not. */
const MOST_SERIES = 20_000;

/** The series of these labels, made by `initial` when it is new; undefined when the metric is full. */
export function seriesOf<Value>(metric: Metric<Value>, labels: LabelValues, initial: () => Value): { value: Value } | undefined {
  const key = labels.join('\0');
  const known = metric.series.get(key);
  if (known !== undefined || metric.series.size >= MOST_SERIES) return known;
  const made = { labels, value: initial() };
  metric.series.set(key, made);
  return made;
}

/** Adds one observation to a histogram series. */
export function observe(metric: Metric<Buckets>, labels: LabelValues, bounds: readonly number[], value: number): void {
  if (!Number.isFinite(value) || value < 0) return;
  const series = seriesOf(metric, labels, () => ({ bounds, counts: new Array<number>(bounds.length + 1).fill(0), sum: 0 }));
  if (series === undefined) return;
  const found = bounds.findIndex((bound) => value <= bound);
  const bucket = found === -1 ? bounds.length : found;
  series.value.counts[bucket] = (series.value.counts[bucket] ?? 0) + 1;
  series.value.sum += value;
}

/** A number metric in the Prometheus text format. */
export function renderNumbers(metric: Metric<number>): string {
  return block(
    metric,
    [...metric.series.values()].map(({ labels, value }) => sample(metric.name, metric.labels, labels, value)),
  );
}

/** A histogram in the Prometheus text format: cumulated buckets, sum and count. */
export function renderHistogram(metric: Metric<Buckets>): string {
  const lines = [...metric.series.values()].flatMap(({ labels, value: { bounds, counts, sum } }) => {
    let total = 0;
    const buckets = counts.map((count, index) => {
      total += count;
      const bound = bounds[index];
      return sample(`${metric.name}_bucket`, ['le', ...metric.labels], [bound === undefined ? '+Inf' : String(bound), ...labels], total);
    });
    return [
      ...buckets,
      sample(`${metric.name}_sum`, metric.labels, labels, sum),
      sample(`${metric.name}_count`, metric.labels, labels, total),
    ];
  });
  return block(metric, lines);
}

function block(metric: Metric<unknown>, lines: readonly string[]): string {
  return [`# HELP ${metric.name} ${metric.help}`, `# TYPE ${metric.name} ${metric.type}`, ...lines, ''].join('\n');
}

function sample(name: string, labels: readonly string[], values: LabelValues, value: number): string {
  const pairs = labels.map((label, index) => `${label}="${escapeLabel(values[index] ?? '')}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

function escapeLabel(value: string): string {
  return value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));
}
