import { asksForTokens, isLock } from '../../http/authenticator.js';
import { configurationUrl } from '../../http/discover-keys.js';
import type { RestOptions } from '../options.js';
import type { JsonObject } from './json-object.js';

/** The options that say whether callers prove who they are. */
export type DescribedSecurity = Pick<RestOptions, 'tokens' | 'jwt' | 'authenticate'>;

/** How callers prove who they are, as the document says it. */
export function securityOf(options: DescribedSecurity): {
  readonly schemes: JsonObject;
  readonly security: readonly JsonObject[];
} {
  const bearer = { type: 'http', scheme: 'bearer', description: 'A static token, or a JWT of the trusted issuer.' };
  const { jwt } = options;
  const openId = jwt && {
    type: 'openIdConnect',
    openIdConnectUrl: configurationUrl(jwt.issuer),
  };
  return {
    schemes: { bearer, ...(openId === undefined ? {} : { openId }) },
    // An empty requirement means that none is asked for: then only programs of the same machine are served.
    security:
      isLock(options.authenticate) || asksForTokens(options) ? [{ bearer: [] }, ...(openId === undefined ? [] : [{ openId: [] }])] : [{}],
  };
}
