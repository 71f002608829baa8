import { findGroup, servedKind, type ServedGroup } from '../../kubernetes/custom-resources/served-group.js';
import { indexByPlace, nameOf, namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { readCollection, type Collection } from '../../kubernetes/custom-resources/read-collection.js';
import type { Reading } from '../../kubernetes/diagnosis/reading.js';
import type { PlainObject } from '../../kubernetes/object-values.js';
import { ACME, CERT_MANAGER, issuerOf, ownedBy } from './certificate.js';

/** What stands between certificates and those who sign them. */
export interface IssuanceFacts {
  readonly requests: Collection;
  readonly orders: Collection;
  readonly challenges: Collection;
  readonly issuers: Collection;
  readonly clusterIssuers: Collection;
}

/** The steps of the newest try to get one certificate; undefined where there is none. */
export interface IssuanceChain {
  readonly request: PlainObject | undefined;
  readonly order: PlainObject | undefined;
  readonly challenges: readonly PlainObject[];
  /** `missing` only where it is certain; undefined for issuers of others, and where it could not be read. */
  readonly issuer: PlainObject | 'missing' | undefined;
}

const MOST = 2000;
const NOTHING: Collection = { items: [], complete: true };

/** Reads the steps, of one namespace or of all. What fails is named as not checked. */
export async function readIssuance(reading: Reading, group: ServedGroup, namespace: string | undefined): Promise<IssuanceFacts> {
  const { context } = reading;
  const acme = await reading.part('ACME', async () => ({ group: await findGroup(context, ACME) }));
  const read = async (from: ServedGroup | undefined, kind: string, within: string | undefined): Promise<Collection> => {
    if (from === undefined) return NOTHING;
    const resource = await reading.part(kind, () => servedKind(context, from, kind));
    return resource === undefined
      ? { items: [], complete: false }
      : readCollection(reading, kind, { ...resource, namespace: within, most: MOST });
  };
  const [requests, orders, challenges, issuers, clusterIssuers] = await Promise.all([
    read(group, 'CertificateRequest', namespace),
    read(acme?.group, 'Order', namespace),
    read(acme?.group, 'Challenge', namespace),
    read(group, 'Issuer', namespace),
    read(group, 'ClusterIssuer', undefined),
  ]);
  return { requests, orders, challenges, issuers, clusterIssuers };
}

/** What is known of the newest try to get a certificate. */
export function chainOf(certificate: PlainObject, facts: IssuanceFacts): IssuanceChain {
  const [request] = ownedBy(facts.requests.items, 'Certificate', certificate);
  const [order] = request === undefined ? [] : ownedBy(facts.orders.items, 'CertificateRequest', request);
  const challenges = order === undefined ? [] : ownedBy(facts.challenges.items, 'Order', order);
  return { request, order, challenges, issuer: findIssuer(certificate, facts) };
}

function findIssuer(certificate: PlainObject, { issuers, clusterIssuers }: IssuanceFacts): IssuanceChain['issuer'] {
  const { kind, name, group } = issuerOf(certificate);
  if (group !== CERT_MANAGER.group) return undefined;
  if (kind === 'ClusterIssuer') {
    return clusterIssuers.items.find((issuer) => nameOf(issuer) === name) ?? (clusterIssuers.complete ? 'missing' : undefined);
  }
  return indexByPlace(issuers.items).get(`${namespaceOf(certificate)}/${name}`) ?? (issuers.complete ? 'missing' : undefined);
}
