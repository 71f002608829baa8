import type { ClusterDescriptor } from './descriptor.js';
import type { ResourceTable } from './resource-table.js';

/** One request to the API server of a session's cluster. */
export interface ApiRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute API path with every segment encoded; make it with `apiPath`. The server's path prefix is added by the session. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** Default `application/json`. */
  readonly accept?: string | undefined;
  readonly body?: unknown;
  /** Default `application/json`; the patch types set theirs. */
  readonly contentType?: string | undefined;
  /** The deadline and cancellation of the call. */
  readonly signal: AbortSignal;
  /** Largest body accepted, bytes after decompression. Default 16 MiB. */
  readonly maxBytes?: number | undefined;
}

/** A successful answer (status 200-299). Anything else is thrown as a FleetError that names the cluster. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body as text. */
  readonly text: string;
  /**
   * The body parsed as JSON.
   * @throws FleetError BAD_RESPONSE when it is not JSON (an HTML page of a proxy, say).
   */
  json(): unknown;
}

/** Which objects a list means. Kind names are resolved without discovery for built-in kinds. */
export interface ResourceReference {
  /** `v1`, `apps/v1`, `example.com/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
}

/** What to list. */
export interface ListOptions {
  /** Absent: all namespaces (or cluster-scoped). */
  readonly namespace?: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** Rows at most; 0 = all rows, read from the watch cache. @default 500 */
  readonly limit?: number | undefined;
  readonly continue?: string | undefined;
  readonly signal: AbortSignal;
}

/** Which log to read. */
export interface LogOptions {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string | undefined;
  readonly tailLines?: number | undefined;
  readonly previous?: boolean | undefined;
  /** Bytes at most. */
  readonly limitBytes?: number | undefined;
  readonly signal: AbortSignal;
}

/** Validity of the certificates seen on this connection (ISO 8601), as read from the real certificates. */
export interface CertificateFacts {
  readonly serverNotAfter?: string | undefined;
  readonly clientNotAfter?: string | undefined;
}

/**
 * A cluster opened with one identity. Lazy: nothing connects before the first request. Cheap to hold: sessions of one
 * cluster and identity share one keep-alive connection pool, which closes itself when idle.
 * All methods throw FleetError with `cluster` set.
 */
export interface ClusterSession {
  readonly cluster: ClusterDescriptor;
  /** Name of the identity (`default` = the credential of the kubeconfig). */
  readonly identity: string;
  /** Namespace of the kubeconfig context, `default` where it says none. */
  defaultNamespace(signal: AbortSignal): Promise<string>;
  request(request: ApiRequest): Promise<ApiResponse>;
  /** The body as it arrives; for logs that are followed and watches. */
  stream(request: ApiRequest): AsyncIterable<Uint8Array>;
  /** A server-side Table: the columns `kubectl get` shows, for every kind. One request. */
  list(resource: ResourceReference, options: ListOptions): Promise<ResourceTable>;
  /** One object as the API server stores it, no field lost. Without `namespace`, namespaced kinds are looked for in the default one. */
  get(
    resource: ResourceReference,
    name: string,
    options: { readonly namespace?: string | undefined; readonly signal: AbortSignal },
  ): Promise<Record<string, unknown>>;
  logs(options: LogOptions): Promise<string>;
  certificates(): CertificateFacts;
}
