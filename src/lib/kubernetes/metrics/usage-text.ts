/** Cores as `kubectl top` shows them: `250m`. */
export function cpuText(cores: number): string {
  return `${String(Math.round(cores * 1000))}m`;
}

/** Bytes as `kubectl top` shows them: `512Mi`. */
export function memoryText(bytes: number): string {
  return `${String(Math.round(bytes / 2 ** 20))}Mi`;
}

/** Bytes for people: `512Ki`, `1.5Gi`. */
export function sizeText(bytes: number): string {
  const units = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];
  let amount = bytes / 1024;
  while (amount >= 1024 && units.length > 1) {
    amount /= 1024;
    units.shift();
  }
  return `${String(Number(amount.toFixed(1)))}${units[0] ?? ''}`;
}

/** `12%`; undefined where there is nothing to be a part of. */
export function percentText(part: number, whole: number): string | undefined {
  return whole > 0 ? `${String(Math.round((part / whole) * 100))}%` : undefined;
}
