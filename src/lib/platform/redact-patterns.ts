/** What stands where a secret was. */
export const REDACTED = '[redacted]';

interface TokenPattern {
  /** Cheap literals, one of which every match contains; without any of them the expression is not run. */
  readonly literals: readonly string[];
  readonly expression: RegExp;
  readonly replace: string | ((match: string, ...groups: string[]) => string);
}

const BEARER_PROSE =
  '(?!realm=|(?:realm|tokens?|auth\\w*|scheme|format|header|prefix|credentials?|error|is|was|or|and|not|must|for|from|in|with|method|type)(?![\\w~+/=:-]))';

/** Secrets that betray themselves by their form, wherever they stand. */
const TOKEN_PATTERNS: readonly TokenPattern[] = [
  // base64 of '-----BEGIN ' at each of the three alignments is rare but for the first: kubeconfigs and Secrets hold exactly that.
  { literals: ['LS0tLS1CRUdJTi'], expression: /LS0tLS1CRUdJTi[A-Za-z0-9+/=_-]*/g, replace: REDACTED },
  {
    literals: ['earer', 'EARER'],
    expression: new RegExp(`\\b(bearer)([ \\t]+|%20|\\+)${BEARER_PROSE}[A-Za-z0-9._~+/=:-]+`, 'gi'),
    replace: `$1$2${REDACTED}`,
  },
  { literals: ['asic', 'ASIC'], expression: /\b(basic[ \t]+)([A-Za-z0-9+/_-]{4,}={0,2})/gi, replace: basicCredential },
  // Without a dot it is base64 JSON, such as the continue token of a list, which callers need.
  {
    literals: ['eyJ'],
    expression: /\beyJ[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)*/g,
    replace: (match) => (match.includes('.') ? REDACTED : match),
  },
  {
    literals: ['oken-', 'ubeconfig-'],
    expression:
      /(?:\bext\/|(?<![\w/.-]))(?:token-[a-z0-9]{5}|kubeconfig-u[a-z0-9.-]{0,80}):[A-Za-z0-9]{8,}|(?:\bext\/|\b)(?:token|kubeconfig)-[a-z0-9.-]{1,80}:[A-Za-z0-9]{41,}/g,
    replace: REDACTED,
  },
  { literals: ['://'], expression: /:\/\/(?:[^\s/:@"'<>]*:[^\s/"'<>]*|[^\s/:@"'<>]{16,})@/g, replace: `://${REDACTED}@` },
  { literals: ['AKIA', 'ASIA'], expression: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, replace: REDACTED },
  { literals: ['k8s-aws-v1.'], expression: /k8s-aws-v1\.[A-Za-z0-9_=-]+/g, replace: REDACTED },
  { literals: ['sha256~'], expression: /\bsha256~[A-Za-z0-9_-]{20,}/g, replace: REDACTED },
  {
    literals: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
    expression: /\b(?:gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,})/g,
    replace: REDACTED,
  },
  { literals: ['gl'], expression: /\bgl(?:pat|ptt|dt|rt|cbt|soat|ft|imt|agent|oas|ffct)-[A-Za-z0-9_.-]{16,}/g, replace: REDACTED },
  { literals: ['xox', 'xapp-'], expression: /\b(?:xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{8,}|xapp-[A-Za-z0-9-]{8,})/g, replace: REDACTED },
  {
    literals: ['AIza', 'ya29.', 'hvs.', 'npm_', 'sk-', 'sk_live_', 'rk_live_'],
    expression:
      /\b(?:AIza[0-9A-Za-z_-]{35}|ya29\.[0-9A-Za-z_-]{16,}|hvs\.[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{36}|sk-(?:ant|proj)-[A-Za-z0-9_-]{16,}|sk-[A-Za-z0-9]{32,}|[sr]k_live_[A-Za-z0-9]{16,})/g,
    replace: REDACTED,
  },
  {
    literals: ['X-Amz-', 'sig='],
    expression: /\b(X-Amz-(?:Signature|Credential|Security-Token)|sig)=[A-Za-z0-9%/+_=-]{16,}/g,
    replace: `$1=${REDACTED}`,
  },
  { literals: [' -u', ' --user'], expression: /( (?:-u|--user)[ =]?["']?[^\s:"']+:)[^\s"']+/g, replace: `$1${REDACTED}` },
];

/** The text with every secret masked that is recognisable by its form alone. */
export function redactTokenPatterns(text: string): string {
  let result = redactPem(text);
  for (const { literals, expression, replace } of TOKEN_PATTERNS) {
    if (!literals.some((literal) => result.includes(literal))) continue;
    result = typeof replace === 'string' ? result.replace(expression, replace) : result.replace(expression, replace);
  }
  return result;
}

const PEM_BEGIN = '-----BEGIN ';
const PEM_END = /-----END [A-Z0-9 ]{1,60}-----/;
/** The lines of a block whose end was cut off. */
const PEM_BODY = /(?:-{5})?(?:(?:\s|\\[nr])*[A-Za-z0-9+/=]{8,})*/y;

function redactPem(text: string): string {
  let begin = text.indexOf(PEM_BEGIN);
  if (begin === -1) return text;
  let result = '';
  let copied = 0;
  while (begin !== -1) {
    const label = /^[A-Z0-9 ]{1,60}/.exec(text.slice(begin + PEM_BEGIN.length, begin + PEM_BEGIN.length + 60))?.[0];
    if (label !== undefined) {
      result += text.slice(copied, begin) + REDACTED;
      copied = endOfPem(text, begin + PEM_BEGIN.length + label.length, label);
    }
    begin = text.indexOf(PEM_BEGIN, Math.max(copied, begin + PEM_BEGIN.length));
  }
  return result + text.slice(copied);
}

function endOfPem(text: string, from: number, label: string): number {
  const next = text.indexOf(PEM_BEGIN, from);
  const searched = text.slice(from, next === -1 ? undefined : next);
  const end = PEM_END.exec(searched);
  if (end !== null) return from + end.index + end[0].length;
  if (label.includes('PRIVATE KEY')) return from + searched.length;
  PEM_BODY.lastIndex = from;
  return from + (PEM_BODY.exec(text)?.[0].length ?? 0);
}

/** True for the base64 of printable `user:password`. */
export function isBasicCredential(value: string): boolean {
  return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(value, 'base64').toString('latin1'));
}

// `Basic authentication` is prose; `Basic dXNlcjpwYXNz` decodes to user:password.
function basicCredential(match: string, scheme: string = '', credential: string = ''): string {
  return isBasicCredential(credential) ? `${scheme}${REDACTED}` : match;
}
