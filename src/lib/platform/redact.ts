import { isRecord, mapEntries, mapValues, parseJson, withoutKeys } from './plain-records.js';
import { MASKED_DATA, redactManifests } from './redact-manifests.js';
import { redactPairs } from './redact-pairs.js';
import { isBasicCredential, REDACTED, redactTokenPatterns } from './redact-patterns.js';
import { isSecretKey, keySecrecy, looksOpaque } from './secret-keys.js';

export { isSecretKey };

/** Everything below needs one of these; most texts have none and cost only this. */
const MAY_HOLD_SECRET =
  /token|passw|pass["'\\ \t]*[:=]|pwd|secret|credential|auth|bearer|basic |jwt|cookie|key|-----BEGIN|LS0tLS1|eyJ|:\/\/[^\s/]*@|kubeconfig-|AKIA|ASIA|aws-v1|sha256~|gh[oprsu]_|github_|gl[a-z]{2,5}-|xox|xapp-|AIza|ya29|hvs\.|npm_|sk-|k_live|sig=|X-Amz| -u|passphrase|docker/i;
const SHORTEST_SECRET_TEXT = 6;
const DEEPEST = 200;

/** The text with every recognisable secret replaced by `[redacted]` (values of Secrets: `***`); the same string when there is none. */
export function redactText(text: string): string {
  if (text.length < SHORTEST_SECRET_TEXT || !MAY_HOLD_SECRET.test(text)) return text;
  return redactPairs(redactTokenPatterns(redactManifests(redactEmbeddedJson(text))));
}

/**
 * A copy of the value without secrets: by key, by kind (Secret, kubeconfig) and by pattern in every string.
 * Nothing is changed in place; what holds no secret comes back as the same reference.
 */
export function redact<Value>(value: Value): Value {
  // The shape stays: only strings (and numbers under a password key) are exchanged, so the type of the input describes the output.
  return redactNode(value, []) as Value;
}

type Path = readonly object[];

function redactNode(value: unknown, path: Path): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (path.includes(value) || path.length > DEEPEST) return '[circular]';
  const deeper = [...path, value];
  if (Array.isArray(value)) return redactArray(value, deeper);
  if (value instanceof Error) return redactError(value, deeper);
  if (value instanceof Map) return redact(Object.fromEntries(value));
  if (value instanceof Set) return redact([...value]);
  return redactRecord(value as Record<string, unknown>, deeper);
}

function redactArray(items: readonly unknown[], path: Path): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    const followsSecretFlag = typeof item === 'string' && isSecretFlag(items[index - 1]) && !item.startsWith('-');
    const redacted = followsSecretFlag ? maskValue(item) : redactNode(item, path);
    if (redacted === item) continue;
    copy ??= [...items];
    copy[index] = redacted;
  }
  return copy ?? items;
}

function isSecretFlag(item: unknown): boolean {
  return typeof item === 'string' && item.startsWith('-') && !item.includes('=') && item.length < 64 && isSecretKey(item);
}

function redactRecord(record: Record<string, unknown>, path: Path): object {
  const kind = record['kind'];
  if (isSecretObject(record, kind)) return redactSecretObject(record, path);
  if (kind === 'SecretList' && Array.isArray(record['items'])) {
    const items = record['items'].map((item: unknown) => (isRecord(item) ? redactSecretObject(item, path) : item));
    return { ...redactFields(withoutKeys(record, ['items']), path), items };
  }
  if (Array.isArray(record['users']) && (kind === 'Config' || 'contexts' in record)) {
    return {
      ...redactFields(withoutKeys(record, ['users']), path),
      users: record['users'].map((user: unknown) => redactKubeconfigUser(user, path)),
    };
  }
  return redactFields(record, path);
}

function redactFields(record: Record<string, unknown>, path: Path): Record<string, unknown> {
  const namedValueKey = nameOfPair(record);
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(record)) {
    const value = record[key];
    const redacted = redactField(key === 'value' && namedValueKey !== undefined ? namedValueKey : key, value, path);
    if (redacted === value) continue;
    copy ??= { ...record };
    copy[key] = redacted;
  }
  return copy ?? record;
}

/** `{ name: 'DB_PASSWORD', value: '…' }`: the name of an environment variable or a header is the key of its value. */
function nameOfPair(record: Record<string, unknown>): string | undefined {
  if (!('value' in record)) return undefined;
  const name = record['name'] ?? record['key'];
  return typeof name === 'string' ? name : undefined;
}

function redactField(key: string, value: unknown, path: Path): unknown {
  if (typeof value === 'boolean' || value === null || value === undefined) return value;
  const secrecy = keySecrecy(key);
  if (secrecy === 'harmless') return redactNode(value, path);
  if (typeof value === 'string') {
    if (secrecy === 'secret') return maskValue(value);
    return looksOpaque(value) || (value.length >= 8 && isBasicCredential(value)) ? REDACTED : redactText(value);
  }
  if (typeof value === 'number' || typeof value === 'bigint') return /pass|pwd/i.test(key) ? REDACTED : value;
  if (secrecy === 'secret' && Array.isArray(value)) {
    return value.some((item) => typeof item === 'string')
      ? value.map((item: unknown) => redactField(key, item, path))
      : redactNode(value, path);
  }
  if (secrecy === 'secret' && isRecord(value) && typeof value['value'] === 'string')
    return { ...redactFields(value, path), value: REDACTED };
  return redactNode(value, path);
}

function maskValue(value: string): string {
  return value === '' || value === MASKED_DATA ? value : REDACTED;
}

function isSecretObject(record: Record<string, unknown>, kind: unknown): boolean {
  if (kind === 'Secret') return true;
  return (
    kind === undefined &&
    typeof record['type'] === 'string' &&
    isRecord(record['metadata']) &&
    (isRecord(record['data']) || isRecord(record['stringData']))
  );
}

function redactSecretObject(record: Record<string, unknown>, path: Path): Record<string, unknown> {
  const copy = { ...redactFields(withoutKeys(record, ['data', 'stringData', 'metadata']), path) };
  for (const field of ['data', 'stringData']) {
    if (isRecord(record[field])) copy[field] = mapValues(record[field], () => MASKED_DATA);
    else if (field in record) copy[field] = record[field] === null ? null : MASKED_DATA;
  }
  if (isRecord(record['metadata'])) copy['metadata'] = redactSecretMetadata(record['metadata'], path);
  // Keys keep the order a reader expects.
  return Object.fromEntries(Object.keys(record).map((key) => [key, copy[key]]));
}

function redactSecretMetadata(metadata: Record<string, unknown>, path: Path): Record<string, unknown> {
  const redacted = redactFields(metadata, path);
  const annotations = redacted['annotations'];
  if (!isRecord(annotations)) return redacted;
  return {
    ...redacted,
    annotations: mapValues(annotations, (value) =>
      typeof value === 'string' && /^\s*[{[]/.test(value) ? redactCopyOfSecret(value) : value,
    ),
  };
}

/** Tools keep copies of a whole Secret in its annotations; one that cannot be read cannot be shown. */
function redactCopyOfSecret(json: string): string {
  const parsed = parseJson(json);
  if (!isRecord(parsed)) return REDACTED;
  return JSON.stringify(redactSecretObject(parsed, []));
}

const HARMLESS_USER_FIELDS = new Set(['name', 'username', 'client-certificate', 'client-key', 'tokenFile', 'as', 'as-uid']);

function redactKubeconfigUser(entry: unknown, path: Path): unknown {
  if (!isRecord(entry)) return entry;
  const user = entry['user'];
  if (!isRecord(user)) return redactFields(entry, path);
  const redacted = mapEntries(user, (key, value) => {
    if (typeof value === 'string') return HARMLESS_USER_FIELDS.has(key) ? redactText(value) : REDACTED;
    return redactField(key, value, path);
  });
  return { ...redactFields(withoutKeys(entry, ['user']), path), user: redacted };
}

/** JSON that is the whole text and holds a Secret or a kubeconfig is read and masked by kind. */
function redactEmbeddedJson(text: string): string {
  if (!/^\s*[{[]/.test(text) || !/"(?:Secret(?:List)?|Config|users)"/.test(text)) return text;
  const parsed = parseJson(text);
  if (parsed === undefined) return text;
  const redacted = redactNode(parsed, []);
  return redacted === parsed ? text : JSON.stringify(redacted, null, /\n( +|\t+)/.exec(text)?.[1]);
}

function redactError(error: Error, path: Path): unknown {
  const plain = {
    ...Object.fromEntries(Object.entries(error)),
    name: error.name,
    message: error.message,
    stack: error.stack,
    cause: error.cause,
  };
  const redacted = redactFields(plain, path);
  return redacted === plain ? error : redacted;
}
