/** A member that is a text with something in it; Rancher leaves empty ones out or says "". */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
