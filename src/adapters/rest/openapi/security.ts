import { isAuthenticated } from '../access/identify.js';
import type { RestOptions } from '../options.js';
import type { JsonObject } from './json-object.js';

/** How callers prove who they are, as the document says it. */
export function securityOf(options: Pick<RestOptions, 'tokens' | 'jwt'>): {
  readonly schemes: JsonObject;
  readonly security: readonly JsonObject[];
} {
  const bearer = { type: 'http', scheme: 'bearer', description: 'A static token, or a JWT of the trusted issuer.' };
  const { jwt } = options;
  const openId = jwt && {
    type: 'openIdConnect',
    openIdConnectUrl: `${jwt.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  };
  return {
    schemes: { bearer, ...(openId === undefined ? {} : { openId }) },
    // An empty requirement means that none is asked for: then only programs of the same machine are served.
    security: isAuthenticated(options) ? [{ bearer: [] }, ...(openId === undefined ? [] : [{ openId: [] }])] : [{}],
  };
}
