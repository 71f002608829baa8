import { textTable } from '../src/lib/platform/text-table.js';
import { holds, type Measure } from './measure.js';

/** The measures as a table: value, bound, verdict, and what others took in the same run. */
export function reportTable(measures: readonly Measure[]): string {
  return textTable(
    ['measure', 'value', 'must', 'holds', 'others in this run'],
    measures.map((measure) => [measure.name, shown(measure.value, measure.unit), bound(measure), verdict(measure), others(measure)]),
  );
}

function shown(value: number, unit: Measure['unit']): string {
  const rounded =
    Math.abs(value) >= 100 || Number.isInteger(value) ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
  return `${rounded} ${unit}`;
}

function bound({ must, unit }: Measure): string {
  if (must === undefined) return '-';
  return `${must.kind === 'at-most' ? '≤' : '≥'} ${shown(must.bound, unit)}`;
}

function verdict(measure: Measure): string {
  const held = holds(measure);
  return held === undefined ? '-' : held ? 'yes' : 'NO';
}

function others({ others: compared = {}, value, unit }: Measure): string {
  return Object.entries(compared)
    .map(([name, other]) => `${name} ${shown(other, unit)} (${(other / value).toFixed(2)}×)`)
    .join(', ');
}
