import { testingEnvironment } from '../environment.js';

/** How long a server may take until it begins to answer; a machine without network must move on soon. */
const FIRST_BYTE_MS = 5_000;
/** How long a download may stand still. */
const STALL_MS = 30_000;

/** Why a file could not be had from a server: it is not there, or there is no way to the server. */
export class FetchProblem extends Error {
  override readonly name = 'FetchProblem';
}

/**
 * Fetches one file from its official address, or from the mirror that FLEETWRIGHT_DOWNLOAD_BASE names.
 * @throws FetchProblem when the server cannot be reached or does not have it; the abort reason of `signal`.
 */
export async function fetchFile(address: string, signal: AbortSignal | undefined): Promise<AsyncIterable<Uint8Array>> {
  const url = mirrored(address);
  const stall = new AbortController();
  let timer = setTimeout(() => stall.abort(), FIRST_BYTE_MS);
  const signals = signal === undefined ? [stall.signal] : [stall.signal, signal];
  const problem = (error: unknown): unknown => {
    clearTimeout(timer);
    if (signal?.aborted === true) return signal.reason;
    return new FetchProblem(`${url}: ${stall.signal.aborted ? 'no answer in time' : reasonOf(error)}`, { cause: error });
  };

  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.any(signals) });
  } catch (error) {
    throw problem(error);
  }
  const { body } = response;
  if (!response.ok || body === null) throw problem(`HTTP ${response.status}`);

  async function* chunks(source: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of source) {
        clearTimeout(timer);
        timer = setTimeout(() => stall.abort(), STALL_MS);
        yield chunk;
      }
      clearTimeout(timer);
    } catch (error) {
      throw problem(error);
    }
  }
  return chunks(body);
}

function mirrored(address: string): string {
  const { downloadBase } = testingEnvironment();
  if (downloadBase === undefined) return address;
  return `${downloadBase.replace(/\/+$/, '')}/${address.replace(/^https:\/\//, '')}`;
}

function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (!(error instanceof Error)) return 'unknown';
  return error.cause instanceof Error ? error.cause.message : error.message;
}
