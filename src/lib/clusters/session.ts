import type { ChannelConnection } from './channels.js';
import type { ClusterDescriptor } from './descriptor.js';
import type { ServedKind } from './kind-names.js';
import type { MetadataColumn, ResourceTable } from './resource-table.js';

/** One request to the API server of a session's cluster. */
export interface ApiRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Absolute API path with every segment encoded; make it with `apiPath`. The server's path prefix is added by the session. */
  readonly path: string;
  /** A list gives its name once for each value. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>> | undefined;
  /** Default `application/json`. */
  readonly accept?: string | undefined;
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  /** Default `application/json`; the patch types set theirs. */
  readonly contentType?: string | undefined;
  /** The deadline and cancellation of the call. */
  readonly signal: AbortSignal;
  /** Largest body accepted, bytes after decompression. Default 16 MiB. */
  readonly maxBytes?: number | undefined;
  /** For streams: may come compressed, where the network is worth it. Not for watches, whose events would wait for more to compress. */
  readonly compressed?: boolean | undefined;
  /** For streams: told of the head of the answer before its first byte. */
  readonly onHead?: ((head: Pick<ApiResponse, 'status' | 'headers'>) => void) | undefined;
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

/** How parts of a session ask the cluster: the session's own request function, so that its policy holds for them too. */
export type Ask = (request: ApiRequest) => Promise<ApiResponse>;

/** Which objects a list means. Kind names are resolved without discovery for built-in kinds. */
export interface ResourceReference {
  /** `v1`, `apps/v1`, `example.com/v1`. */
  readonly apiVersion: string;
  readonly kind: string;
}

/** Where an object, a collection or a subresource is. */
export interface LocateOptions {
  /** Absent for a namespaced object: the default namespace; for a collection: all namespaces. */
  readonly namespace?: string | undefined;
  /** Absent: the collection. */
  readonly name?: string | undefined;
  /** `scale`, `status`, `eviction`… */
  readonly subresource?: string | undefined;
  readonly signal: AbortSignal;
}

/** A kind as this cluster serves it, and the path that was asked for. */
export interface ResourceLocation {
  readonly kind: ServedKind;
  readonly path: string;
  /** The namespace in the path. */
  readonly namespace?: string | undefined;
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
  /** Also the columns that `kubectl get -o wide` shows. */
  readonly wide?: boolean | undefined;
  /** More columns, made from the metadata of the objects, after the others. */
  readonly metadataColumns?: readonly MetadataColumn[] | undefined;
  readonly signal: AbortSignal;
}

/** Which log to read. */
export interface LogOptions {
  readonly namespace: string;
  readonly pod: string;
  readonly container?: string | undefined;
  readonly tailLines?: number | undefined;
  /** The run before the present one. */
  readonly previous?: boolean | undefined;
  /** Lines of so many last seconds; at least 1. */
  readonly sinceSeconds?: number | undefined;
  /** Lines from this moment on, RFC 3339. */
  readonly sinceTime?: string | undefined;
  /** Each line begins with its moment, RFC 3339 with nanoseconds. */
  readonly timestamps?: boolean | undefined;
  /** Bytes at most, counted from the first line that would be given. */
  readonly limitBytes?: number | undefined;
  readonly signal: AbortSignal;
}

/** Which log to read as it comes. */
export interface LogStreamOptions extends LogOptions {
  /** Go on with what is written from now on, until the container ends. */
  readonly follow?: boolean | undefined;
}

/** What one cluster serves. */
export interface ServedKinds {
  /** The preferred version of each group first. */
  readonly kinds: readonly ServedKind[];
  /** Group versions that could not be read, as those of an aggregated API server that is down. */
  readonly failed: readonly string[];
}

/** Validity of the certificates seen on this connection (ISO 8601), as read from the real certificates. */
export interface CertificateFacts {
  readonly serverNotAfter?: string | undefined;
  readonly clientNotAfter?: string | undefined;
}

/** Who the credential of now says it is. Nothing of it is confirmed by the cluster, nothing of the credential is in it. */
export interface CredentialFacts {
  readonly kind: 'certificate' | 'token' | 'password' | 'none';
  readonly user?: string | undefined;
  readonly groups: readonly string[];
  /** ISO 8601. */
  readonly notAfter?: string | undefined;
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
  /** One request to the API server, over the pooled connections. Every status but 200-299 is thrown. */
  request(request: ApiRequest): Promise<ApiResponse>;
  /** The body as it arrives; for logs that are followed and watches. */
  stream(request: ApiRequest): AsyncIterable<Uint8Array>;
  /**
   * Numbered two-way channels (exec, attach, port-forward) over a WebSocket, with one of the subprotocols.
   * Access policies see it as what it does to the pod, not as the GET that it is.
   */
  connect(request: ApiRequest, protocols: readonly string[]): Promise<ChannelConnection>;
  /** The API path of what a reference means here; kinds are found as in `list` and `get`. @throws FleetError KIND_UNKNOWN, INPUT_INVALID */
  locate(resource: ResourceReference, options: LocateOptions): Promise<ResourceLocation>;
  /** Every kind that the cluster serves, subresources left out; kept for ten minutes. Groups whose server does not answer are named in `failed`. */
  kinds(signal: AbortSignal): Promise<ServedKinds>;
  /** A server-side Table: the columns `kubectl get` shows, for every kind. One request. */
  list(resource: ResourceReference, options: ListOptions): Promise<ResourceTable>;
  /** One object as the API server stores it, no field lost. Without `namespace`, namespaced kinds are looked for in the default one. */
  get(
    resource: ResourceReference,
    name: string,
    options: { readonly namespace?: string | undefined; readonly signal: AbortSignal },
  ): Promise<Record<string, unknown>>;
  /** The log of one container as text. */
  logs(options: LogOptions): Promise<string>;
  /** The same as it comes, UTF-8. */
  logStream(options: LogStreamOptions): AsyncIterable<Uint8Array>;
  /** Until when the certificates are valid, as far as a connection showed them. Asks nobody. */
  certificates(): CertificateFacts;
  /** Who the credential says it is. Reads it, and runs a credential plugin where there is one; asks no cluster. */
  credentialFacts(signal: AbortSignal): Promise<CredentialFacts>;
  /** Asks the cluster whose token is in use (TokenReview), without showing it to anybody else. Undefined when there is no token. */
  reviewToken(signal: AbortSignal): Promise<unknown>;
}
