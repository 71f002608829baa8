import { isRecord } from '../platform/plain-records.js';

/** What the body of a failed call says, when it is a Kubernetes Status or much like one. */
export interface StatusBody {
  /** In the shape of Rancher's own errors: no API server sent it. */
  readonly isRancher: boolean;
  readonly message?: string | undefined;
  readonly reason?: string | undefined;
  /** `spec.replicas: must not be negative` */
  readonly causes?: readonly string[] | undefined;
  /** The object that was asked for, where the server names it: an unknown kind has none. */
  readonly object?: string | undefined;
}

/** Undefined when the text is no Status: then something else than the API server answered. */
export function parseStatusBody(text: string): StatusBody | undefined {
  if (!text.startsWith('{')) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(body)) return undefined;
  if (body['kind'] !== 'Status' && typeof body['message'] !== 'string') return parseRancherBody(body);
  const details = isRecord(body['details']) ? body['details'] : {};
  return {
    isRancher: body['type'] === 'error',
    message: short(body['message']),
    reason: short(body['reason']),
    causes: Array.isArray(details['causes']) ? details['causes'].slice(0, 20).map(causeText) : undefined,
    object: short(details['name']),
  };
}

/** `{"Code":{"Code":"ClusterUnavailable","Status":503},"Message":"cluster not provisioned"}`: how Rancher's proxy speaks. */
function parseRancherBody({ Code: code, Message: message }: Readonly<Record<string, unknown>>): StatusBody | undefined {
  if (!isRecord(code) || typeof code['Code'] !== 'string') return undefined;
  return { isRancher: true, message: short(message), reason: short(code['Code']) };
}

function causeText(cause: unknown): string {
  if (!isRecord(cause)) return '';
  const parts = [cause['field'], cause['message']].filter((part) => typeof part === 'string' && part !== '');
  return short(parts.join(': ')) ?? '';
}

/** Servers quote the whole patched object, which may be long and a Secret, before they say what is wrong with it. */
const ECHO = /patch: Invalid value: "(?:[^"\\]|\\.)*": /g;

function short(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  const said = value.includes('patch: Invalid value') ? value.replace(ECHO, 'patch: ') : value;
  return said.length > 2_000 ? `${said.slice(0, 2_000)}…` : said;
}
