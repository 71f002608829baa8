/** `1.5` cores as `1.5`, `0.25` as `250m`. */
export function cpuText(cores: number): string {
  return cores > 0 && cores < 1 ? `${Math.round(cores * 1000)}m` : String(Number(cores.toFixed(2)));
}

/** Bytes as `512Mi`, `1.5Gi`. */
export function memoryText(bytes: number): string {
  const [unit, factor] = bytes >= 2 ** 30 ? (['Gi', 2 ** 30] as const) : (['Mi', 2 ** 20] as const);
  return `${Number((bytes / factor).toFixed(1))}${unit}`;
}
