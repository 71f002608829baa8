import { redactText } from '../../platform/redact.js';
import { REDACTED } from '../../platform/redact-patterns.js';

const BEGIN = /-----BEGIN [A-Z0-9 ]{1,60}-----/;
const END = /-----END [A-Z0-9 ]{1,60}-----/;
/** A line of base64, alone or after what a logger puts before each line. */
const BODY = /^\s*[A-Za-z0-9+/=]+\s*$|[\s"][A-Za-z0-9+/]{40,}={0,2}"?\s*$|^\s*$|^(?:Proc-Type|DEK-Info): /;

/**
 * Masks the secrets of a log line by line, so that no filter can pick the inside of what is only recognisable as a whole: a PEM block
 * is masked from its first line to its last.
 */
export class LineMask {
  #inBlock = false;

  /** The line without secrets. Lines are to be given in their order. */
  mask(line: string): string {
    const end = this.#inBlock ? END.exec(line) : null;
    if (end !== null) {
      this.#inBlock = false;
      return REDACTED + redactText(line.slice(end.index + end[0].length));
    }
    if (this.#inBlock && BODY.test(line)) return REDACTED;
    const begin = BEGIN.exec(line);
    this.#inBlock = begin !== null && !END.test(line.slice(begin.index));
    return begin !== null && this.#inBlock ? redactText(line.slice(0, begin.index)) + REDACTED : redactText(line);
  }
}

/** Lines of one log that stand together, without what is only recognisable in several of them (a Secret printed as YAML). */
export function maskTogether(lines: readonly string[]): readonly string[] {
  const text = lines.join('\n');
  const masked = redactText(text);
  if (masked === text) return lines;
  const parts = masked.split('\n');
  // What was masked across line ends cannot be told apart any more: each line then stands for itself.
  return parts.length === lines.length ? parts : lines.map((line) => redactText(line));
}
