import { randomBytes } from 'node:crypto';
import { hashToken } from '../../http/static-tokens.js';
import type { Command } from '../command.js';
import { EXIT } from '../exit-codes.js';
import { isOn, parseWords, type OptionSpecs } from '../options.js';
import { UsageError } from '../usage-error.js';

const LEAST_LENGTH = 16;
const RANDOM_BYTES = 32;

const OPTIONS: OptionSpecs = {
  generate: { type: 'boolean', description: 'Make a new random token instead of reading one, and print both' },
};

/** `fleetwright config hash-token` */
export const configHashToken: Command = {
  usage: '[--generate]',
  description:
    'Reads a token from standard input and prints its SHA-256, for `sha256` of [[auth.tokens]]. The file holds the hash only; the token\n' +
    'belongs to its user. Use long random ones: the hash has no salt.',
  options: OPTIONS,
  configured: false,
  examples: ['fleetwright config hash-token --generate', 'printf %s "$TOKEN" | fleetwright config hash-token'],
  run: async (words, terminal) => {
    const parsed = parseWords(words, { command: 'config hash-token', options: OPTIONS });
    if (isOn(parsed, 'generate')) {
      const token = randomBytes(RANDOM_BYTES).toString('base64url');
      terminal.print(`token   ${token}\nsha256  ${hashToken(token)}`);
      return EXIT.ok;
    }
    // What a shell adds at the end of a line is no part of the token.
    const token = (await terminal.readInput()).replace(/\r?\n$/, '');
    if (token.length < LEAST_LENGTH || /\s/.test(token)) {
      const rule = `A token has at least ${String(LEAST_LENGTH)} characters and no space; standard input holds none such.`;
      throw new UsageError(rule, 'config hash-token');
    }
    terminal.print(hashToken(token));
    return EXIT.ok;
  },
};
