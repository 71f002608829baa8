const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  'n': 1e-9,
  'u': 1e-6,
  'm': 1e-3,
  'k': 1e3,
  'M': 1e6,
  'G': 1e9,
  'T': 1e12,
  'P': 1e15,
  'E': 1e18,
  'Ki': 2 ** 10,
  'Mi': 2 ** 20,
  'Gi': 2 ** 30,
  'Ti': 2 ** 40,
  'Pi': 2 ** 50,
  'Ei': 2 ** 60,
};

/** The number of an amount such as `250m`, `1.5`, `64Mi`, `1e3`; 0 when it is none. */
export function quantityOf(amount: unknown): number {
  if (typeof amount === 'number') return amount;
  const [, number = '', suffix = ''] =
    typeof amount === 'string' ? (/^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]{0,2})$/.exec(amount) ?? []) : [];
  const value = Number(number) * (FACTORS[suffix] ?? Number.NaN);
  return number === '' || Number.isNaN(value) ? 0 : value;
}

/** `1.5` cores as `1.5`, `0.25` as `250m`. */
export function cpuText(cores: number): string {
  return cores > 0 && cores < 1 ? `${Math.round(cores * 1000)}m` : String(Number(cores.toFixed(2)));
}

/** Bytes as `512Mi`, `1.5Gi`. */
export function memoryText(bytes: number): string {
  const [unit, factor] = bytes >= 2 ** 30 ? (['Gi', 2 ** 30] as const) : (['Mi', 2 ** 20] as const);
  return `${Number((bytes / factor).toFixed(1))}${unit}`;
}
