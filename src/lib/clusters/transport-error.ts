import { FleetError } from '../errors.js';
import { describeFailure, networkFailure, systemCode } from '../platform/network-failure.js';

/** What was going on when a request failed below HTTP. */
export interface FailureFacts {
  readonly cluster: string;
  /** `list pods in namespace "shop"` */
  readonly what: string;
  /** `host:port/prefix` of the API server. */
  readonly server: string;
  /** Address of the proxy, without credentials. */
  readonly proxy?: string | undefined;
  /** True until a connection to the API server stood: with a proxy, the proxy is then to blame. */
  readonly beforeConnection: boolean;
  /** When our own client certificate ended, if it did (ISO 8601). */
  readonly clientCertificateEnded?: string | undefined;
}

/** What failed below HTTP, as an error of its cluster. */
export function transportFailure(thrown: unknown, facts: FailureFacts): FleetError {
  if (FleetError.isInstance(thrown)) return thrown.withCluster(facts.cluster);
  const code = systemCode(thrown);
  const { error, because } =
    facts.proxy !== undefined && facts.beforeConnection
      ? {
          error: 'PROXY_FAILED' as const,
          because: `the proxy ${facts.proxy} did not connect to ${facts.server} (${describeFailure(thrown)})`,
        }
      : networkFailure(thrown, facts);
  return new FleetError(error, `Cluster "${facts.cluster}" could not be reached to ${facts.what}: ${because}.`, {
    cluster: facts.cluster,
    cause: thrown,
    details: {
      server: facts.server,
      ...(code === '' ? {} : { systemCode: code }),
      ...(facts.proxy === undefined ? {} : { proxy: facts.proxy }),
    },
  });
}

/** The proxy answered the request for a tunnel with another status than 200. */
export function proxyRefusal(status: number, facts: FailureFacts): FleetError {
  const why = status === 407 ? 'it asks for a user and password (407)' : `it answered ${status}`;
  const proxy = facts.proxy ?? '';
  return new FleetError(
    'PROXY_FAILED',
    `Cluster "${facts.cluster}" could not be reached to ${facts.what}: the proxy ${proxy} did not connect to ${facts.server}; ${why}.`,
    { cluster: facts.cluster, details: { httpStatus: status, server: facts.server, proxy } },
  );
}
