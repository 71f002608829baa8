import { readFile } from 'node:fs/promises';
import { FleetError } from '../errors.js';
import { configError, type ConfigProblem } from './problems.js';
import { isTable } from './layer.js';
import { tomlLines } from './toml-lines.js';

/** A configuration file as read: raw values in the spelling of the file, and the lines they stand on. */
export interface ConfigFile {
  readonly path: string;
  readonly raw: Record<string, unknown>;
  readonly lines: ReadonlyMap<string, number>;
}

const LARGEST_BYTES = 4 * 1024 * 1024;

/**
 * Reads a TOML file.
 * @throws FleetError CONFIG_INVALID when it is missing, a directory, unreadable, too large or not TOML (with line and column).
 */
export async function readConfigFile(path: string): Promise<ConfigFile> {
  const text = await readText(path);
  const { parse } = await import('smol-toml');
  try {
    const raw: unknown = parse(text);
    return { path, raw: isTable(raw) ? raw : {}, lines: tomlLines(text) };
  } catch (error) {
    throw configError([tomlProblem(path, error)]);
  }
}

async function readText(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > LARGEST_BYTES) {
      throw configError([
        {
          key: '',
          message: `${path} has ${bytes.length} bytes; a configuration file has at most ${LARGEST_BYTES}`,
          source: `file ${path}`,
        },
      ]);
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (FleetError.isInstance(error)) throw error;
    throw configError([readProblem(path, error)], { cause: error });
  }
}

function readProblem(path: string, error: unknown): ConfigProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const found = READ_FAILURES[code] ?? { message: `cannot be read (${code})`, suggestion: 'Check the path and the file system.' };
  return { key: '', message: `${path} ${found.message}`, suggestion: found.suggestion, source: `file ${path}` };
}

const READ_FAILURES: Readonly<Record<string, { readonly message: string; readonly suggestion: string }>> = {
  ENOENT: { message: 'does not exist', suggestion: 'Correct --config, or leave it out to run with defaults.' },
  ENOTDIR: { message: 'does not exist', suggestion: 'Correct --config, or leave it out to run with defaults.' },
  EISDIR: { message: 'is a directory', suggestion: 'Name the TOML file in it.' },
  EACCES: { message: 'may not be read by this user', suggestion: 'Change its owner or its mode.' },
  EPERM: { message: 'may not be read by this user', suggestion: 'Change its owner or its mode.' },
  ERR_ENCODING_INVALID_ENCODED_DATA: { message: 'is not UTF-8 text', suggestion: 'Name a TOML file.' },
};

// The parser quotes the lines around the mistake; they may hold a secret, so only its first line is used.
function tomlProblem(path: string, error: unknown): ConfigProblem {
  const message =
    error instanceof Error ? (error.message.split('\n', 1)[0] ?? '').replace(/^Invalid TOML document: /, '') : 'it cannot be read';
  const line = error instanceof Error && 'line' in error && typeof error.line === 'number' ? error.line : undefined;
  const column = error instanceof Error && 'column' in error && typeof error.column === 'number' ? error.column : undefined;
  return {
    key: '',
    message: `${path} is not TOML: ${message}${column === undefined ? '' : ` (column ${column})`}`,
    source: `file ${path}`,
    ...(line === undefined ? {} : { line }),
  };
}
