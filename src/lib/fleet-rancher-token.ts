import { basename, dirname } from 'node:path';
import type { TokenPlace } from './fleet-rancher-settings.js';
import { secretToken, type SecretTokenOptions } from './fleet-rancher-secret.js';
import { tokenFromFile } from './platform/token-file.js';
import { watchFiles } from './platform/watch-files.js';

/** The API token of one Rancher, wherever it stands. Opens nothing before it is read or watched. */
export interface RancherToken {
  /** The token of this moment. @throws FleetError CREDENTIAL_INVALID, SOURCE_FAILED, FORBIDDEN… */
  read(signal: AbortSignal): Promise<string>;
  /** Calls back after another token came into its place. Keeps no process alive. */
  watch(onChange: () => void): { close(): void };
  /** Rancher did not take it: what is kept of it is looked at again now. */
  refused(): void;
  close(): Promise<void>;
}

/** What a token needs beside its place. */
export interface TokenOptions extends Omit<SecretTokenOptions, 'secret'> {
  /** Name of the Rancher it is for, for messages. */
  readonly rancher: string;
}

export function rancherToken(place: TokenPlace, options: TokenOptions): RancherToken {
  if ('secret' in place) return secretToken({ ...options, secret: place.secret });
  if ('file' in place) return fileToken(place.file, options);
  return { read: () => Promise.resolve(place.text), watch: () => NOTHING, refused: () => undefined, close: () => Promise.resolve() };
}

const NOTHING = { close: (): void => undefined };

function fileToken(path: string, { logger, rancher }: TokenOptions): RancherToken {
  const file = basename(path);
  return {
    read: tokenFromFile(path, { warn: (message) => logger.log('warn', message, { rancher }) }),
    watch: (onChange) => watchFiles({ directory: dirname(path), matches: (name) => name === file, onChange }),
    // The file is looked at before each use anyway.
    refused: () => undefined,
    close: () => Promise.resolve(),
  };
}
