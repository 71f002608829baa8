/** The only place the token is in: gone with the tab, in no address and in no storage. @type {string | undefined} */
let token;

/** @param {string | undefined} value */
export function useToken(value) {
  token = value;
}

export function hasToken() {
  return token !== undefined;
}

/** An answer that is no success. */
export class RequestProblem extends Error {
  /**
   * @param {number} status
   * @param {{ detail?: unknown, hint?: unknown, code?: unknown }} document
   * @param {number | undefined} retryAfterSeconds
   */
  constructor(status, document, retryAfterSeconds) {
    super(typeof document.detail === 'string' ? document.detail : `The server answered ${status}.`);
    this.status = status;
    this.code = typeof document.code === 'string' ? document.code : '';
    this.hint = typeof document.hint === 'string' ? document.hint : '';
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * Asks this server. The path is relative to the page, which may stand below a prefix.
 * @param {string} path
 * @param {{ accept?: string, headers?: Record<string, string>, signal?: AbortSignal }} [options]
 */
export async function request(path, { accept = 'application/json', headers = {}, signal } = {}) {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const response = await fetch(new URL(path, document.baseURI), {
    headers: { Accept: accept, ...authorization, ...headers },
    cache: 'no-store',
    credentials: 'same-origin',
    redirect: 'error',
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.ok) return response;
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  throw new RequestProblem(response.status, await problemIn(response), Number.isFinite(seconds) ? seconds : undefined);
}

/** @param {Response} response */
async function problemIn(response) {
  try {
    /** @type {unknown} */
    const document = await response.json();
    return typeof document === 'object' && document !== null ? document : {};
  } catch {
    return {};
  }
}
