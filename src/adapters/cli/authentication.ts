import { didYouMean, FleetError, TOOLSETS, type ConfigProblem, type FleetConfig } from '../../index.js';
import type { AuthenticationOptions } from '../http/authenticator.js';
import { authenticationProblems } from '../http/check-authentication.js';
import { tokenOf } from '../mcp/http/door.js';

/**
 * How callers over HTTP prove who they are, as a configuration says it. `auth_token` is one token more, which may do everything.
 * @throws FleetError CONFIG_INVALID with every problem in `details.problems`
 */
export function authenticationOf({ auth, authToken }: FleetConfig): AuthenticationOptions {
  const tokens = [...auth.tokens, ...(authToken === undefined ? [] : [tokenOf(authToken)])];
  const options: AuthenticationOptions = { tokens, jwt: auth.jwt, roles: auth.roles };
  const problems = [...authenticationProblems(options).map(problemInFile), ...toolsetProblems(auth)];
  if (problems.length === 0) return options;
  const text = problems.map(({ key, message }) => `${key} ${message}`).join('; ');
  throw new FleetError('CONFIG_INVALID', `The configuration is not valid: ${text}.`, { details: { problems } });
}

/** Options are named as programs write them; people read the file. */
function problemInFile({ key, message }: { readonly key: string; readonly message: string }): ConfigProblem {
  const [section = '', ...rest] = key.split('.');
  const inFile = section === 'jwt' ? rest.map((part) => part.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)) : rest;
  return { key: ['auth', section, ...inFile].join('.'), message: message.replace('jwksUri', 'jwks_uri'), source: 'configuration' };
}

/** A role for a toolset that does not exist would silently allow less than was meant. */
function toolsetProblems({ roles }: FleetConfig['auth']): ConfigProblem[] {
  const known = TOOLSETS.map(({ name }) => name);
  return Object.entries(roles).flatMap(([role, { toolsets = [] }]) =>
    toolsets
      .filter((name) => !known.includes(name))
      .map((name) => ({
        key: `auth.roles.${role}.toolsets`,
        message: `names a toolset that is not there: ${JSON.stringify(name)}`,
        suggestion: `${didYouMean(name, known)} Toolsets: ${known.join(', ')}.`.trim(),
        source: 'configuration',
      })),
  );
}
