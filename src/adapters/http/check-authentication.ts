import { checkLimits, FleetError, toFleetError } from '../../index.js';
import { algorithmsOf } from './jwt-verifier.js';
import { isSafeAddress } from './safe-address.js';
import type { AuthenticationOptions } from './authenticator.js';

/** One option that cannot be used. */
export interface OptionProblem {
  readonly key: string;
  readonly message: string;
}

/** @throws FleetError CONFIG_INVALID with every problem in `details.problems` */
export function checkAuthentication(options: AuthenticationOptions): void {
  const problems = authenticationProblems(options);
  if (problems.length > 0) throw optionsError('The options for authentication cannot be used', problems);
}

export function optionsError(what: string, problems: readonly OptionProblem[]): FleetError {
  const text = problems.map(({ key, message }) => `${key}: ${message}`).join('; ');
  return new FleetError('CONFIG_INVALID', `${what}: ${text}.`, { details: { problems }, hint: 'Correct the named options.' });
}

/** Everything that cannot be meant in the options. */
export function authenticationProblems(options: AuthenticationOptions): OptionProblem[] {
  return [...tokenProblems(options), ...jwtProblems(options), ...roleProblems(options)];
}

function tokenProblems({ tokens = [], roles = {} }: AuthenticationOptions): OptionProblem[] {
  return tokens.flatMap(({ user, sha256, roles: own }, index) => {
    const key = `tokens[${index}]`;
    const isCopy = tokens.findIndex((other) => other.sha256.toLowerCase() === sha256.toLowerCase()) < index;
    const unknown = (own ?? []).filter((name) => !Object.hasOwn(roles, name));
    return [
      ...(user.trim() === '' ? [{ key: `${key}.user`, message: 'is empty' }] : []),
      ...(/^[0-9a-f]{64}$/i.test(sha256)
        ? []
        : [{ key: `${key}.sha256`, message: 'is not 64 hexadecimal digits; make it with hashToken' }]),
      ...(isCopy ? [{ key: `${key}.sha256`, message: 'stands there twice' }] : []),
      ...(own?.length === 0 ? [{ key: `${key}.roles`, message: 'names no role; leave it out to allow all that the fleet allows' }] : []),
      ...unknown.map((role) => ({ key: `${key}.roles`, message: `there is no role ${JSON.stringify(role)}` })),
    ];
  });
}

function jwtProblems({ jwt, roles = {} }: AuthenticationOptions): OptionProblem[] {
  if (jwt === undefined) return [];
  const { issuer, jwksUri } = jwt;
  const audiences = typeof jwt.audience === 'string' ? [jwt.audience] : jwt.audience;
  const weak = algorithmsOf(jwt).filter((algorithm) => !/^(RS|PS|ES)\d{3}$|^EdDSA$|^Ed25519$/.test(algorithm));
  return [
    ...(issuer === '' ? [{ key: 'jwt.issuer', message: 'is empty' }] : []),
    ...(issuer !== '' && jwksUri === undefined && !isSafeAddress(issuer)
      ? [{ key: 'jwt.issuer', message: 'is not an https address (http only on this machine), so its keys cannot be found; name jwksUri' }]
      : []),
    ...(audiences.length === 0 || audiences.includes('') ? [{ key: 'jwt.audience', message: 'is empty' }] : []),
    ...(jwksUri === undefined || isSafeAddress(jwksUri)
      ? []
      : [{ key: 'jwt.jwksUri', message: 'is not an https address (http only on this machine)' }]),
    ...(algorithmsOf(jwt).length === 0 ? [{ key: 'jwt.algorithms', message: 'is empty' }] : []),
    ...weak.map((algorithm) => ({ key: 'jwt.algorithms', message: `${algorithm} does not prove who signed` })),
    ...(Object.keys(roles).length === 0 ? [{ key: 'roles', message: 'is needed with jwt: what each claimed role allows' }] : []),
  ];
}

function roleProblems({ roles = {} }: AuthenticationOptions): OptionProblem[] {
  return Object.entries(roles).flatMap(([name, role]) => {
    try {
      checkLimits({ grants: [role] });
      return [];
    } catch (thrown) {
      const { details, message } = toFleetError(thrown);
      const { key, problem } = details ?? {};
      const member = typeof key === 'string' ? key.replace(/^grants\[0\]/, '') : '';
      return [{ key: `roles.${name}${member}`, message: typeof problem === 'string' ? problem.replace(/\.$/, '') : message }];
    }
  });
}
