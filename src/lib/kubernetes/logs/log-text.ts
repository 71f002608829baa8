import type { LogSource } from './log-sources.js';
import { maskTogether } from './mask-lines.js';
import type { MergedLine } from './merge-lines.js';

/** How lines are printed. */
export interface LogStyle {
  readonly sources: readonly LogSource[];
  /** Each line begins with its moment. */
  readonly timestamps: boolean;
}

/** The lines with what they begin with: the log they come from where there are several, and their moment where it was asked for. */
export function printLines(lines: readonly MergedLine[], { sources, timestamps }: LogStyle): readonly string[] {
  const texts = maskedTexts(lines);
  const prefixes = sources.length > 1 ? sourcePrefixes(sources) : undefined;
  return lines.map(({ log, entry }, index) => {
    const prefix = prefixes?.[log];
    const moment = timestamps && entry.time !== undefined ? `${entry.time.text} ` : '';
    return `${prefix === undefined ? '' : `[${prefix}] `}${moment}${texts[index] ?? ''}`;
  });
}

/** As text: one line after another, `--` where lines between two were left out, as grep does. */
export function joinLines(lines: readonly MergedLine[], style: LogStyle): string {
  const printed = printLines(lines, style);
  const showGaps = style.sources.length === 1;
  return printed.map((line, index) => `${showGaps && index > 0 && lines[index]?.entry.gap === true ? '--\n' : ''}${line}\n`).join('');
}

/** `web-1`, or `web-1/main` where the containers differ. */
function sourcePrefixes(sources: readonly LogSource[]): readonly string[] {
  const several = new Set(sources.map(({ container }) => container)).size > 1;
  return sources.map(({ pod, container }) => (several && container !== undefined ? `${pod}/${container}` : pod));
}

/** Masked log by log: what stands in front of a line must not hide what it is a part of. */
function maskedTexts(lines: readonly MergedLine[]): readonly string[] {
  const texts = lines.map(({ entry }) => entry.text);
  const places = new Map<number, number[]>();
  for (const [place, { log }] of lines.entries()) {
    const known = places.get(log);
    if (known === undefined) places.set(log, [place]);
    else known.push(place);
  }
  for (const of of places.values()) {
    const masked = maskTogether(of.map((place) => texts[place] ?? ''));
    for (const [index, place] of of.entries()) texts[place] = masked[index] ?? '';
  }
  return texts;
}
