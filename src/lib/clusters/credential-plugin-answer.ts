import { isRecord } from '../platform/plain-records.js';
import type { ClientCertificate } from './tls-options.js';

/** What a credential plugin handed out. */
export interface PluginCredential {
  readonly token?: string | undefined;
  readonly certificate?: ClientCertificate | undefined;
  /** Milliseconds since the epoch; undefined: good until refused. */
  readonly expiresAt?: number | undefined;
}

/** Reads an ExecCredential. A text instead says what is wrong with it, without repeating any of it: it may hold a secret. */
export function parseExecCredential(output: string): PluginCredential | string {
  if (output.trim() === '') return 'its output is empty';
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    return 'its output is not JSON';
  }
  if (!isRecord(answer) || answer['kind'] !== 'ExecCredential') return 'its output is not an ExecCredential';
  const { status } = answer;
  if (!isRecord(status)) return 'its ExecCredential has no status';
  const token = text(status['token']);
  const certificate = text(status['clientCertificateData']);
  const key = text(status['clientKeyData']);
  if ((certificate === undefined) !== (key === undefined))
    return 'it hands out a client certificate without its key, or a key without its certificate';
  if (token === undefined && certificate === undefined) return 'it hands out neither a token nor a client certificate';
  const end = status['expirationTimestamp'];
  const expiresAt = end === undefined || end === null ? undefined : Date.parse(text(end) ?? '');
  if (Number.isNaN(expiresAt)) return 'its expirationTimestamp is not a time';
  return { token, certificate: certificate === undefined || key === undefined ? undefined : { certificate, key }, expiresAt };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
