import { readFile, stat } from 'node:fs/promises';
import { FleetError } from '../errors.js';

/** A file is looked at this often at most; a rotated credential is seen within this time. */
const CHECK_EVERY_MS = 1_000;
/** Read again at least this often, also where a file system reports no change. */
const READ_EVERY_MS = 60_000;

/** The content of a credential file, read again when it changed. */
export class CredentialFile {
  readonly #path: string;
  readonly #cluster: string;
  #content: string | undefined;
  #version = '';
  #checkedAt = 0;
  #readAt = 0;

  constructor(path: string, cluster: string) {
    this.#path = path;
    this.#cluster = cluster;
  }

  /** The content without surrounding white space; `again` reads it whatever is known. @throws FleetError CREDENTIAL_INVALID */
  async read(again = false): Promise<string> {
    const now = Date.now();
    if (!again && this.#content !== undefined && now - this.#checkedAt < CHECK_EVERY_MS) return this.#content;
    try {
      const facts = await stat(this.#path);
      const version = `${String(facts.mtimeMs)}:${String(facts.size)}:${String(facts.ino)}`;
      if (again || this.#content === undefined || version !== this.#version || now - this.#readAt >= READ_EVERY_MS) {
        this.#content = (await readFile(this.#path, 'utf8')).trim();
        this.#version = version;
        this.#readAt = now;
      }
    } catch (cause) {
      throw new FleetError('CREDENTIAL_INVALID', `The credential file ${this.#path} of cluster "${this.#cluster}" cannot be read.`, {
        cluster: this.#cluster,
        cause,
        details: { path: this.#path },
      });
    }
    if (this.#content === '') {
      throw new FleetError('CREDENTIAL_INVALID', `The credential file ${this.#path} of cluster "${this.#cluster}" is empty.`, {
        cluster: this.#cluster,
        details: { path: this.#path },
      });
    }
    this.#checkedAt = now;
    return this.#content;
  }
}
