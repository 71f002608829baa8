import type { LocalClusterDescription } from './cluster-description.js';
import { type LocalCredential, localCredential, type LocalUser } from './users.js';

/** A kubeconfig with one cluster, one user and one context, all three named so that files of many clusters can be merged. */
export interface LocalKubeconfig {
  readonly 'apiVersion': 'v1';
  readonly 'kind': 'Config';
  readonly 'current-context': string;
  readonly 'clusters': readonly [{ readonly name: string; readonly cluster: Readonly<Record<string, string | boolean>> }];
  readonly 'users': readonly [{ readonly name: string; readonly user: Readonly<Record<string, string>> }];
  readonly 'contexts': readonly [{ readonly name: string; readonly context: Readonly<Record<string, string>> }];
}

/** What a kubeconfig says otherwise than usual. */
export interface KubeconfigOptions {
  /** The URL to reach the cluster by. @default the fault proxy of the cluster */
  readonly server?: string;
  /** PEM of the authority that signed the server's certificate. @default the cluster's own */
  readonly certificateAuthority?: string;
  /** The name of context and cluster. @default the name of the cluster */
  readonly name?: string;
  /** The default namespace of the context. */
  readonly namespace?: string;
  /** How long a client certificate lives, in milliseconds; negative: ended so long ago. @default a year */
  readonly validForMs?: number;
}

/** Makes the kubeconfig of one user of one cluster; `credential` spares making it again. */
export function makeKubeconfig(
  cluster: LocalClusterDescription,
  user: LocalUser,
  options: KubeconfigOptions & { readonly server: string },
  credential: LocalCredential = localCredential(cluster, user, options.validForMs),
): LocalKubeconfig {
  const name = options.name ?? cluster.name;
  const userName = `${name}-${user}`;
  return {
    'apiVersion': 'v1',
    'kind': 'Config',
    'current-context': name,
    'clusters': [
      {
        name,
        cluster: {
          'server': options.server,
          'certificate-authority-data': base64(options.certificateAuthority ?? cluster.authority.certificate),
        },
      },
    ],
    'users': [
      {
        name: userName,
        user:
          'token' in credential
            ? { token: credential.token }
            : {
                'client-certificate-data': base64(credential.certified.certificate),
                'client-key-data': base64(credential.certified.privateKey),
              },
      },
    ],
    'contexts': [
      {
        name,
        context: { cluster: name, user: userName, ...(options.namespace === undefined ? {} : { namespace: options.namespace }) },
      },
    ],
  };
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
