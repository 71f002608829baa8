import { randomBytes } from 'node:crypto';

/** A token as the server keeps it. */
export interface TokenRecord {
  readonly name: string;
  readonly bearer: string;
  readonly user: string;
  readonly description: string;
  /** Scope: one cluster. */
  readonly cluster: string | undefined;
  /** `kubeconfig` for those that a kubeconfig was made with, `ext` for those of ext.cattle.io. */
  readonly kind: string | undefined;
  readonly createdAt: number;
  /** Milliseconds; 0 = for ever. */
  readonly ttl: number;
  enabled: boolean;
}

/** The tokens of the stand-in. Disabled, expired and unknown ones are one and the same to callers. */
export class TokenTable {
  readonly #byName = new Map<string, TokenRecord>();

  mint(options: { user?: string; description?: string; cluster?: string | undefined; kind?: string; ttl?: number } = {}): TokenRecord {
    const { user = 'user-abcde', description = '', cluster, kind, ttl = 0 } = options;
    const random = (length: number): string => randomBytes(length).toString('hex').slice(0, length);
    const name = kind === 'kubeconfig' ? `kubeconfig-${user}${random(5)}` : `${kind === 'ext' ? 'ext/' : ''}token-${random(5)}`;
    const record: TokenRecord = {
      name,
      bearer: `${name}:${random(54)}`,
      user,
      description,
      cluster,
      kind,
      createdAt: Date.now(),
      ttl,
      enabled: true,
    };
    this.#byName.set(name, record);
    return record;
  }

  find(bearer: string): TokenRecord | undefined {
    const record = this.#byName.get(bearer.split(':')[0] ?? '');
    return record?.bearer === bearer && record.enabled && !isExpired(record) ? record : undefined;
  }

  get(name: string): TokenRecord | undefined {
    return this.#byName.get(name);
  }

  list(): TokenRecord[] {
    return [...this.#byName.values()];
  }

  remove(name: string): boolean {
    return this.#byName.delete(name);
  }
}

export function isExpired({ createdAt, ttl }: TokenRecord): boolean {
  return ttl > 0 && createdAt + ttl <= Date.now();
}
