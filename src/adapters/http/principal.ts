import type { CallLimits } from '../../index.js';

/** Who sent a request, and what calls on its behalf may reach. */
export interface Principal {
  /** Stands in the audit log. Undefined where nobody has to say who they are. */
  readonly user: string | undefined;
  /** Tells principals apart, for ids of callers and owners of sessions: `token:ci`, `jwt:ada`, `anonymous`. */
  readonly id: string;
  /** For `fleet.call` and `fleet.operations.list`. The same roles give the same object. */
  readonly limits: CallLimits;
}

/** Who calls where no token is asked for. Only the policy of the fleet holds. */
export const ANONYMOUS: Principal = { user: undefined, id: 'anonymous', limits: {} };
