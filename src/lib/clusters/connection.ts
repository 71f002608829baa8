/** How to reach one API server and with which credential: what a kubeconfig context says, as plain data. Holds secrets: never logged. */
export interface ConnectionSettings {
  /** Base URL; may carry a path prefix (`https://host/k8s/clusters/c-1`). */
  readonly server: string;
  /** PEM bundle to trust instead of the system's. */
  readonly certificateAuthority?: string | undefined;
  readonly insecureSkipTlsVerify?: boolean | undefined;
  /** Name expected in the server certificate and sent as SNI, when it is not the host of `server`. */
  readonly tlsServerName?: string | undefined;
  /** http, https or socks5 URL. */
  readonly proxyUrl?: string | undefined;
  /** Namespace used when an operation names none. */
  readonly namespace: string;
  readonly credential: Credential;
}

/** The user part of a kubeconfig context. Several members may stand together (a client certificate and a token). */
export interface Credential {
  readonly token?: string | undefined;
  /** Read again when the file changes, at the latest every minute. */
  readonly tokenFile?: string | undefined;
  /** PEM. */
  readonly clientCertificate?: string | undefined;
  /** PEM. */
  readonly clientKey?: string | undefined;
  readonly clientCertificateFile?: string | undefined;
  readonly clientKeyFile?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly exec?: ExecCredentialPlugin | undefined;
  /** The old `auth-provider` section (oidc, gcp, azure); applied through @kubernetes/client-node. */
  readonly authProvider?: { readonly name: string; readonly config: Readonly<Record<string, string>> } | undefined;
  readonly impersonate?:
    { readonly user?: string | undefined; readonly groups?: readonly string[] | undefined; readonly uid?: string | undefined } | undefined;
}

/** A client-go credential plugin (`client.authentication.k8s.io`). */
export interface ExecCredentialPlugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly provideClusterInfo: boolean;
  readonly installHint?: string | undefined;
  /** Relative commands are resolved against the folder of the kubeconfig, as kubectl does. */
  readonly baseDirectory?: string | undefined;
}
