/** One Rancher, and how to reach it. */
export interface RancherServer {
  /** How this Rancher is called where there are several. @default 'rancher' */
  readonly name?: string | undefined;
  /** `https://rancher.example.com`; what users paste after it (`/v3`, `/dashboard`) is dropped. */
  readonly url: string;
  /** The API token, read anew for every request, so that it can be rotated: `token-abcde:secret`. */
  readonly token: (signal: AbortSignal) => string | Promise<string>;
  /** PEM of the authority of its certificate. Absent: those of the system. */
  readonly certificateAuthority?: string | undefined;
  /** SHA-256 of what Rancher gives as `cacerts`, 64 hex digits: that authority is then fetched and trusted. */
  readonly certificateChecksum?: string | undefined;
  /** Accepts any certificate. For test installations only. */
  readonly insecure?: boolean | undefined;
  /** Ids of clusters that are asked for one by one where the token may not list them, as one that is scoped to a cluster. */
  readonly clusterIds?: readonly string[] | undefined;
  /** Milliseconds for one request. @default 30000 */
  readonly timeoutMs?: number | undefined;
}

/** The address without what users paste after it. */
export function rancherBase(url: string): URL {
  const base = new URL(url);
  base.pathname = base.pathname.replace(/\/(v3|v1|dashboard|k8s)(\/.*)?$/, '').replace(/\/+$/, '');
  base.search = '';
  base.hash = '';
  return base;
}

export function rancherName({ name = 'rancher' }: Pick<RancherServer, 'name'>): string {
  return name;
}
