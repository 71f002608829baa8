/** How far the name of a key tells that its value is secret: always, only when the value looks random, or not at all. */
export type KeySecrecy = 'secret' | 'when-opaque' | 'harmless';

const SECRET_LAST_WORDS = new Set(
  (
    'token tokens password passwords passwd passwds pwd pass passphrase passphrases passcode secret credential credentials authorization ' +
    'bearer jwt cookie cookies apikey apikeys accesskey secretkey privatekey authtoken accesstoken refreshtoken idtoken clientsecret ' +
    'dockerconfigjson dockercfg pgpass htpasswd keytab idrsa'
  ).split(' '),
);

/** What comes before `key` or `keys` in the name of a value that must stay private. */
const SECRET_KEY_QUALIFIERS = new Set(
  'api access secret private client signing signature encryption decryption master account shared session ssh rsa tls ssl auth license hmac storage admin deploy webhook'.split(
    ' ',
  ),
);

/** A value whose name ends so is a name, a number or a place, whatever the words before say; these endings change nothing. */
const TRANSPARENT_LAST_WORDS = new Set(
  'data value values text plain plaintext raw string b64 base64 hash hashed encoded encrypted pem json id'.split(' '),
);

/** `nextPageToken` and its kin are cursors: an answer without them cannot be continued. */
const CURSOR_QUALIFIERS = new Set('page continue continuation next resume cursor pagination sync watch progress'.split(' '));

/** `existingSecret: name` is how charts name an object, not its content. */
const REFERENCE_QUALIFIERS = new Set('existing pull mountable'.split(' '));

const CACHE_LIMIT = 4096;
const secrecyOfName = new Map<string, KeySecrecy>();

/** True when a value under this key (of an object, a flag, a header, a variable, a query) must never be shown. */
export function isSecretKey(name: string): boolean {
  return keySecrecy(name) === 'secret';
}

/** The verdict on a key by its words: `client-key-data`, `clientKeyData` and `CLIENT_KEY_DATA` are one name. */
export function keySecrecy(name: string): KeySecrecy {
  const known = secrecyOfName.get(name);
  if (known !== undefined) return known;
  const verdict = judge(wordsOf(name));
  if (secrecyOfName.size >= CACHE_LIMIT) secrecyOfName.clear();
  if (name.length <= 128) secrecyOfName.set(name, verdict);
  return verdict;
}

/**
 * True for a value that looks like random material: long, of one alphabet, of mixed characters.
 * Names, paths, label keys, words and image references are not; a bare hexadecimal digest is.
 */
export function looksOpaque(value: string): boolean {
  if (!/^[A-Za-z0-9+/_=-]{20,}$/.test(value)) return false;
  if (/^[0-9a-fA-F]{32,}$/.test(value)) return true;
  return /[0-9]/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/(?<=[a-z])\d+$/, (digits) => (digits === '64' ? digits : '')))
    .filter((word) => word !== '' && !/^\d+$/.test(word));
}

function judge(words: readonly string[]): KeySecrecy {
  let end = words.length;
  while (end > 1 && TRANSPARENT_LAST_WORDS.has(words[end - 1] ?? '')) end -= 1;
  const last = words[end - 1];
  const previous = words[end - 2] ?? '';
  if (last === undefined) return 'harmless';
  const trimmed = end < words.length;
  const endsWithId = words[words.length - 1] === 'id';
  if (last === 'key' || last === 'keys') {
    if (SECRET_KEY_QUALIFIERS.has(previous)) return 'secret';
    return trimmed && !endsWithId ? 'secret' : 'when-opaque';
  }
  if (previous === 'client' && (last === 'certificate' || last === 'cert') && trimmed && !endsWithId) return 'secret';
  if (last === 'auth') return 'when-opaque';
  if (!SECRET_LAST_WORDS.has(last)) return 'harmless';
  if (endsWithId) return 'when-opaque';
  if (last.startsWith('token') && CURSOR_QUALIFIERS.has(previous)) return 'harmless';
  if (last === 'secret' && REFERENCE_QUALIFIERS.has(previous)) return 'harmless';
  return 'secret';
}
