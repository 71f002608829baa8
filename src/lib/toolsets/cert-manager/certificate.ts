import type { Product } from '../../kubernetes/custom-resources/served-group.js';
import { recordsAt, textAt, textsAt, type PlainObject } from '../../kubernetes/object-values.js';

export const CERT_MANAGER: Product = { product: 'cert-manager', group: 'cert-manager.io', versions: ['v1'] };
export const ACME: Product = { product: 'the ACME part of cert-manager', group: 'acme.cert-manager.io', versions: ['v1'] };

/** Who signs. */
export interface IssuerReference {
  readonly kind: string;
  readonly name: string;
  /** Others than cert-manager's own are programs of their own. */
  readonly group: string;
}

/** Who signs a certificate, a request, an order or a challenge. */
export function issuerOf(object: PlainObject): IssuerReference {
  return {
    kind: textAt(object, 'spec', 'issuerRef', 'kind') ?? 'Issuer',
    name: textAt(object, 'spec', 'issuerRef', 'name') ?? '',
    group: textAt(object, 'spec', 'issuerRef', 'group') ?? CERT_MANAGER.group,
  };
}

/** The names in it. */
export function namesIn(certificate: PlainObject): string[] {
  const names = [
    ...textsAt(certificate, 'spec', 'dnsNames'),
    ...textsAt(certificate, 'spec', 'ipAddresses'),
    ...textsAt(certificate, 'spec', 'uris'),
  ];
  const common = textAt(certificate, 'spec', 'commonName');
  return common === undefined || names.includes(common) ? names : [common, ...names];
}

/** Those that belong to an object of this kind and name, newest first. */
export function ownedBy(objects: readonly PlainObject[], kind: string, owner: PlainObject): PlainObject[] {
  const namespace = textAt(owner, 'metadata', 'namespace');
  const name = textAt(owner, 'metadata', 'name');
  const uid = textAt(owner, 'metadata', 'uid');
  const isOwned = (object: PlainObject): boolean =>
    textAt(object, 'metadata', 'namespace') === namespace &&
    recordsAt(object, 'metadata', 'ownerReferences').some(
      (reference) => reference['kind'] === kind && reference['name'] === name && (uid === undefined || reference['uid'] === uid),
    );
  return objects.filter(isOwned).sort((left, right) => revisionOf(right) - revisionOf(left) || madeAt(right) - madeAt(left));
}

/** Requests of one certificate are numbered. */
function revisionOf(request: PlainObject): number {
  return Number(textAt(request, 'metadata', 'annotations', 'cert-manager.io/certificate-revision') ?? 0);
}

function madeAt(object: PlainObject): number {
  return Date.parse(textAt(object, 'metadata', 'creationTimestamp') ?? '') || 0;
}
