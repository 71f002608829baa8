const UNIT_MILLISECONDS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

const DURATION = /^(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)/;

/** Milliseconds of a Go-style duration (`30s`, `5m`, `1h30m`, `1.5h`, `500ms`, `0`); undefined when it is none, or negative. */
export function parseDuration(text: string): number | undefined {
  let rest = text.trim().replace(/^\+/, '');
  if (rest === '0') return 0;
  if (rest === '') return undefined;
  let milliseconds = 0;
  while (rest !== '') {
    const part = DURATION.exec(rest)?.[0];
    if (part === undefined) return undefined;
    const amount = Number.parseFloat(part);
    milliseconds += amount * (UNIT_MILLISECONDS[part.replace(/^[\d.]+/, '')] ?? Number.NaN);
    rest = rest.slice(part.length);
  }
  return Number.isFinite(milliseconds) ? Math.round(milliseconds * 1e6) / 1e6 : undefined;
}

/** Milliseconds as a Go-style duration, without empty parts: `1h30m`, `5s`, `2.5s`, `250ms`, `0s`. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || milliseconds <= 0) return '0s';
  if (milliseconds < 1_000) return `${trimmed(milliseconds)}ms`;
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor((milliseconds % 3_600_000) / 60_000);
  const seconds = (milliseconds % 60_000) / 1_000;
  return [hours === 0 ? '' : `${hours}h`, minutes === 0 ? '' : `${minutes}m`, seconds === 0 ? '' : `${trimmed(seconds)}s`].join('');
}

/** Milliseconds as an age people read at a glance, as `kubectl` shows it: `45s`, `12m`, `5h10m`, `3d4h`, `47d`. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000));
  if (!Number.isFinite(seconds)) return '<unknown>';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return twoUnits(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return twoUnits(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (days < 8) return twoUnits(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  return years < 8 ? twoUnits(years, 'y', days % 365, 'd') : `${years}y`;
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(3)));
}
