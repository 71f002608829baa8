import { FleetError } from '../../index.js';
import { algorithmsOf, type JwtOptions } from './access/jwt-verifier.js';
import { ACCESS_LEVELS } from './access/principal.js';
import type { RestOptions } from './options.js';

interface OptionProblem {
  readonly key: string;
  readonly message: string;
}

/** @throws FleetError CONFIG_INVALID with every problem in `details.problems` */
export function checkOptions(options: RestOptions): void {
  const problems = [...tokenProblems(options), ...jwtProblems(options), ...roleProblems(options), ...numberProblems(options)];
  if (problems.length === 0) return;
  const text = problems.map(({ key, message }) => `${key}: ${message}`).join('; ');
  throw new FleetError('CONFIG_INVALID', `The REST options cannot be used: ${text}.`, {
    details: { problems },
    hint: 'Correct the named options of createRestRouter.',
  });
}

function tokenProblems({ tokens = [], roles }: RestOptions): OptionProblem[] {
  return tokens.flatMap(({ user, sha256, roles: own }, index) => {
    const key = `tokens[${index}]`;
    const isCopy = tokens.findIndex((other) => other.sha256.toLowerCase() === sha256.toLowerCase()) < index;
    return [
      ...(user.trim() === '' ? [{ key: `${key}.user`, message: 'is empty' }] : []),
      ...(/^[0-9a-f]{64}$/i.test(sha256)
        ? []
        : [{ key: `${key}.sha256`, message: 'is not 64 hexadecimal digits; make it with hashToken' }]),
      ...(isCopy ? [{ key: `${key}.sha256`, message: 'stands there twice' }] : []),
      ...(own?.length === 0 ? [{ key: `${key}.roles`, message: 'names no role; leave it out to allow all that the fleet allows' }] : []),
      ...unknownRoles(own ?? [], roles).map((role) => ({ key: `${key}.roles`, message: `there is no role ${JSON.stringify(role)}` })),
    ];
  });
}

function unknownRoles(names: readonly string[], roles: RestOptions['roles'] = {}): readonly string[] {
  return names.filter((name) => !Object.hasOwn(roles, name));
}

function jwtProblems({ jwt, roles = {} }: RestOptions): OptionProblem[] {
  if (jwt === undefined) return [];
  const weak = algorithmsOf(jwt).filter((algorithm) => !/^(RS|PS|ES)\d{3}$|^EdDSA$|^Ed25519$/.test(algorithm));
  return [
    ...(jwt.issuer === '' ? [{ key: 'jwt.issuer', message: 'is empty' }] : []),
    ...(jwt.audience.length === 0 ? [{ key: 'jwt.audience', message: 'is empty' }] : []),
    ...(isSafeKeyAddress(jwt) ? [] : [{ key: 'jwt.jwksUri', message: 'is not an https address (http only on this machine)' }]),
    ...(algorithmsOf(jwt).length === 0 ? [{ key: 'jwt.algorithms', message: 'is empty' }] : []),
    ...weak.map((algorithm) => ({ key: 'jwt.algorithms', message: `${algorithm} does not prove who signed` })),
    ...(Object.keys(roles).length === 0 ? [{ key: 'roles', message: 'is needed with jwt: what each claimed role allows' }] : []),
  ];
}

/** Keys fetched in the clear could be anyone's. */
function isSafeKeyAddress({ jwksUri }: JwtOptions): boolean {
  if (!URL.canParse(jwksUri)) return false;
  const { protocol, hostname } = new URL(jwksUri);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

function roleProblems({ roles = {} }: RestOptions): OptionProblem[] {
  return Object.entries(roles).flatMap(([name, { access, clusters }]) => [
    ...(ACCESS_LEVELS.includes(access) ? [] : [{ key: `roles.${name}.access`, message: `is not one of ${ACCESS_LEVELS.join(', ')}` }]),
    ...(clusters?.trim() === '' ? [{ key: `roles.${name}.clusters`, message: 'is empty; leave it out to mean every cluster' }] : []),
  ]);
}

function numberProblems({ rateLimit, maxBodyBytes, heartbeatMs }: RestOptions): OptionProblem[] {
  const limit = rateLimit === false ? undefined : rateLimit;
  const numbers = {
    'rateLimit.requests': limit?.requests,
    'rateLimit.windowMs': limit?.windowMs,
    maxBodyBytes,
    heartbeatMs,
  };
  return Object.entries(numbers).flatMap(([key, value]) =>
    value === undefined || (Number.isInteger(value) && value > 0) ? [] : [{ key, message: 'is not a whole number above 0' }],
  );
}
