const CODES = { green: 32, yellow: 33, red: 31, bold: 1, dim: 2 } as const;
export type Colour = keyof typeof CODES;

/** Text in a colour of the terminal. */
export function coloured(text: string, colour: Colour): string {
  return `\u001b[${String(CODES[colour])}m${text}\u001b[0m`;
}
