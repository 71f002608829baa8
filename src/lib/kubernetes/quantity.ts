const UNITS: Readonly<Record<string, number>> = {
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

/** The number of an amount such as `250m`, `1.5`, `64Mi`, `1e3`; undefined when it is none. */
export function parseQuantity(text: string): number | undefined {
  const found = /^([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/.exec(text);
  return found === null ? undefined : Number(found[1]) * (UNITS[found[2] ?? ''] ?? 1);
}

/** The number of an amount; 0 when it is none. */
export function quantityOf(amount: unknown): number {
  if (typeof amount === 'number') return amount;
  return typeof amount === 'string' ? (parseQuantity(amount) ?? 0) : 0;
}
