import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Stands in every credential made here: it must appear in no message, event or result. */
export const SECRET = 'canary-4f1d9c';

/** Entries of one context, cluster and user, all of one name unless said otherwise. */
export interface KubeconfigParts {
  readonly name?: string;
  readonly server?: string;
  readonly cluster?: Readonly<Record<string, unknown>>;
  readonly user?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly currentContext?: string | undefined;
}

/** The text of a kubeconfig (JSON is YAML) with the given contexts; the first is current. */
export function kubeconfig(...contexts: readonly KubeconfigParts[]): string {
  const named = contexts.map((parts, index) => ({ ...parts, name: parts.name ?? `c${String(index)}` }));
  return JSON.stringify(
    {
      'apiVersion': 'v1',
      'kind': 'Config',
      'current-context': contexts[0] !== undefined && 'currentContext' in contexts[0] ? contexts[0].currentContext : named[0]?.name,
      'contexts': named.map(({ name, context }) => ({ name, context: { cluster: name, user: name, ...context } })),
      'clusters': named.map(({ name, server, cluster }) => ({
        name,
        cluster: { server: server ?? `https://${name}.example.test:6443`, ...cluster },
      })),
      'users': named.map(({ name, user }) => ({ name, user: user ?? { token: `${SECRET}-${name}` } })),
    },
    null,
    2,
  );
}

/** A fresh directory and the call that removes it. */
export function temporaryDirectory(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'fleetwright-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A PEM block that no one will parse, in the base64 form of a `*-data` field. */
export function pemData(kind: string): string {
  return Buffer.from(`-----BEGIN ${kind}-----\n${SECRET}\n-----END ${kind}-----\n`).toString('base64');
}
