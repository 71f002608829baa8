import { FleetError } from '../../errors.js';
import { kubeconfigEntries } from '../../integrations/rancher/kubeconfig-entries.js';
import { isRecord, mapValues } from '../../platform/plain-records.js';

/** What may be shown of a kubeconfig. */
export interface MaskedKubeconfig {
  readonly server: string | undefined;
  /** Of each context. */
  readonly contexts: readonly string[];
  /** YAML; every value of its users is masked. */
  readonly text: string;
}

const MASK = '[redacted]';

/** A kubeconfig without its credentials. What is not known of a user is masked as well. @throws FleetError KUBECONFIG_INVALID */
export async function maskedKubeconfig(text: string): Promise<MaskedKubeconfig> {
  const { load, dump } = await import('js-yaml');
  const document: unknown = load(text);
  if (!isRecord(document)) throw new FleetError('KUBECONFIG_INVALID', 'What Rancher gave is no kubeconfig.');
  const users = kubeconfigEntries(document, 'users').map(({ name, value }) => ({ name, user: mapValues(value, () => MASK) }));
  const clusters = kubeconfigEntries(document, 'clusters').map(({ name, value }) => ({ name, cluster: shortened(value) }));
  const contexts = kubeconfigEntries(document, 'contexts');
  const current = contexts.find(({ name }) => name === document['current-context'])?.value;
  const server = clusters.find(({ name }) => name === current?.['cluster'])?.cluster['server'];
  return {
    server: typeof server === 'string' ? server : undefined,
    contexts: contexts.map(({ name }) => name),
    text: dump({ ...document, clusters, users }, { lineWidth: -1, noRefs: true }),
  };
}

/** A certificate is long, public, and nothing to read. */
function shortened(cluster: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const authority = cluster['certificate-authority-data'];
  if (typeof authority !== 'string') return { ...cluster };
  return { ...cluster, 'certificate-authority-data': `(${String(authority.length)} characters)` };
}
