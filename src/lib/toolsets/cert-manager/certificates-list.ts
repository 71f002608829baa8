import { z } from 'zod';
import { customListFields } from '../../kubernetes/custom-resources/list-fields.js';
import { listRows, type CustomColumn } from '../../kubernetes/custom-resources/list-rows.js';
import { nameOf, namespaceOf } from '../../kubernetes/custom-resources/object-names.js';
import { openKind } from '../../kubernetes/custom-resources/served-group.js';
import { findCondition } from '../../kubernetes/conditions.js';
import { ageOf, some } from '../../kubernetes/diagnosis/fact-text.js';
import { tableOutput } from '../../kubernetes/listing/list-output.js';
import { renderTable } from '../../kubernetes/listing/list-text.js';
import { textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { CERT_MANAGER, issuerOf, namesIn } from './certificate.js';
import { deferred } from '../../platform/deferred.js';

const DAY_MS = 24 * 60 * 60_000;

const COLUMNS: readonly CustomColumn[] = [
  ['namespace', namespaceOf],
  ['name', nameOf],
  ['ready', (certificate) => findCondition(certificate, 'Ready')?.status ?? 'Unknown'],
  ['expires', (certificate) => textAt(certificate, 'status', 'notAfter')],
  ['days', daysLeft],
  ['renewal', (certificate) => textAt(certificate, 'status', 'renewalTime')],
  ['issuer', (certificate) => `${issuerOf(certificate).kind}/${issuerOf(certificate).name}`],
  // Of the object's own words: what is named like a secret is masked.
  ['stored in', (certificate) => textAt(certificate, 'spec', 'secretName')],
  ['names', (certificate) => some(namesIn(certificate), 3)],
];

export const certificatesList = defineOperation({
  name: 'certificates_list',
  title: 'List certificates of cert-manager',
  description: 'cert-manager certificates: ready, expiry, days left, renewal, issuer, names. Keys are never read.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object(customListFields)),
  output: tableOutput,
  handler: async (context, input) => {
    const resource = await openKind(context, CERT_MANAGER, 'Certificate');
    return listRows(context, resource, input, COLUMNS);
  },
  render: renderTable,
});

/** Whole days until it expires; negative after. */
function daysLeft(certificate: PlainObject): number | undefined {
  const age = ageOf(textAt(certificate, 'status', 'notAfter'), Date.now());
  return age === undefined ? undefined : Math.floor(-age / DAY_MS);
}
