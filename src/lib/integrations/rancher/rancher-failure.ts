import { FleetError, type ErrorCode } from '../../errors.js';
import { isRecord, parseJson } from '../../platform/plain-records.js';
import type { RancherAnswer } from './rancher-http.js';

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  422: 'INPUT_INVALID',
  429: 'RATE_LIMITED',
};

const HINTS: Partial<Record<ErrorCode, string>> = {
  UNAUTHORIZED:
    'The token may have expired, been deleted or disabled, or be scoped to one cluster. Make a new one without scope in Rancher.',
  FORBIDDEN: 'The user of this token may not do this in Rancher.',
  RATE_LIMITED: 'Something in front of Rancher asks to slow down; the next try waits as long as it says.',
  SERVER_ERROR: 'Rancher, or what stands in front of it, failed; it may be starting. The kubeconfigs at hand stay in use.',
  BAD_RESPONSE: 'RANCHER_URL does not lead to the API of Rancher; look at it in a browser.',
};

/** What an answer that is no success means. */
export function rancherFailure(rancher: string, what: string, answer: RancherAnswer): FleetError {
  const { status } = answer;
  const code = codeOf(answer);
  const said = messageOf(answer);
  const after = retryAfterMs(answer);
  return new FleetError(code, `Rancher "${rancher}" did not ${what}: ${said} (${String(status)}).`, {
    hint: HINTS[code],
    details: { httpStatus: status, ...(after === undefined ? {} : { retryAfterMs: after }) },
  });
}

function codeOf({ status, text }: RancherAnswer): ErrorCode {
  if (status >= 300 && status < 400) return 'BAD_RESPONSE';
  if (status >= 500) return 'SERVER_ERROR';
  if (status >= 200 && status < 300) return 'BAD_RESPONSE';
  return CODES[status] ?? (isRecord(parseJson(text)) ? 'SERVER_ERROR' : 'BAD_RESPONSE');
}

/** Rancher has four shapes of errors, and what stands in front of it has HTML. */
function messageOf({ status, text, headers }: RancherAnswer): string {
  if (status >= 300 && status < 400) return `it sends elsewhere (${hostOf(headers['location'])}), which is not followed`;
  const body = parseJson(text);
  if (isRecord(body)) {
    for (const key of ['message', 'Message', 'code']) {
      const said = body[key];
      if (typeof said === 'string' && said !== '') return said.trim().slice(0, 500);
    }
  }
  if (/^\s*</.test(text)) return `an HTML page (${/<title>([^<]{0,80})/i.exec(text)?.[1]?.trim() ?? 'without title'})`;
  return text.trim() === '' ? 'an empty answer' : text.trim().slice(0, 300);
}

function hostOf(location: string | string[] | undefined): string {
  try {
    return new URL(String(location)).host;
  } catch {
    return 'an address that is none';
  }
}

/** `Retry-After` is seconds or a date. */
export function retryAfterMs({ headers }: Pick<RancherAnswer, 'headers'>): number | undefined {
  const written = headers['retry-after'];
  if (typeof written !== 'string') return undefined;
  const seconds = Number(written);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(written) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
