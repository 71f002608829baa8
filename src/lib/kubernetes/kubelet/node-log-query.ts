import { inputError } from '../input-error.js';

/** What of a node's logs is meant. */
export type NodeLogQuery =
  | { readonly kind: 'service'; readonly name: string }
  /** Below /var/log; empty, or with `/` at its end: a folder. */
  | { readonly kind: 'file'; readonly path: string };

/** Names of systemd units, with or without their ending. */
const SERVICE = /^[A-Za-z0-9][A-Za-z0-9_.@:-]{0,127}$/;

/**
 * `kubelet`, `crio.service`: a service. `/syslog`, `/var/log/pods/`, `kubelet.log`: a file or a folder of /var/log.
 * @throws FleetError INPUT_INVALID for what is neither, and for what would lead out of /var/log
 */
export function nodeLogQuery(query: string): NodeLogQuery {
  const text = query.trim();
  if (!text.includes('/') && !text.endsWith('.log')) {
    if (SERVICE.test(text)) return { kind: 'service', name: text };
    throw inputError('query', `query ${quoted(text)} is neither a service (kubelet) nor a file (/kubelet.log).`);
  }
  const path = text.replace(/^\//, '').replace(/^var\/log(?:\/+|$)/, '');
  if (/[\\%?#\u0000-\u001f\u007f]/.test(path)) throw inputError('query', `query ${quoted(text)} has characters that no path of a log has.`);
  const parts = path.replace(/\/$/, '').split('/');
  if (path !== '' && parts.some((part) => part === '' || part === '.' || part === '..'))
    throw inputError('query', `query ${quoted(text)} is no plain path below /var/log: "..", "." and "//" are refused.`);
  return { kind: 'file', path };
}

/** A path as it stands in a request. */
export function encodedPath(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part))
    .join('/');
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
