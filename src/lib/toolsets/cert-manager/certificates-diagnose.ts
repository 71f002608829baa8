import { z } from 'zod';
import { findCondition } from '../../kubernetes/conditions.js';
import { findObjects } from '../../kubernetes/custom-resources/find-objects.js';
import { optionalNameField } from '../../kubernetes/custom-resources/list-fields.js';
import { namespaceOf, objectFinding, placeOf } from '../../kubernetes/custom-resources/object-names.js';
import { openGroup, servedKind } from '../../kubernetes/custom-resources/served-group.js';
import { tally } from '../../kubernetes/custom-resources/tally.js';
import { countOf, moment } from '../../kubernetes/diagnosis/fact-text.js';
import { diagnosisOutput, type Finding } from '../../kubernetes/diagnosis/finding.js';
import { Reading } from '../../kubernetes/diagnosis/reading.js';
import { renderDiagnosis } from '../../kubernetes/diagnosis/render-diagnosis.js';
import { shapeDiagnosis } from '../../kubernetes/diagnosis/shape-diagnosis.js';
import { allNamespacesField } from '../../kubernetes/fields.js';
import { textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { CERT_MANAGER } from './certificate.js';
import { chainOf, readIssuance } from './issuance-chain.js';
import { judgeCertificate } from './judge-certificate.js';
import { deferred } from '../../platform/deferred.js';

export const certificatesDiagnose = defineOperation({
  name: 'certificates_diagnose',
  title: 'Find out what is wrong with certificates',
  description: 'Why cert-manager certificates are not issued or renewed: expiry, issuer, request, ACME order and challenge.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({ name: optionalNameField(), namespace: allNamespacesField() })),
  output: diagnosisOutput,
  handler: async (context, { name, namespace }) => {
    const reading = new Reading(context);
    const group = await openGroup(context, CERT_MANAGER);
    const { items, complete } = await findObjects(reading, await servedKind(context, group, 'Certificate'), { name, namespace });
    const [only, ...others] = new Set(items.map(namespaceOf));
    const facts = await readIssuance(reading, group, others.length === 0 ? (only ?? namespace) : namespace);
    const findings = items.flatMap((certificate) => judgeCertificate(certificate, chainOf(certificate, facts), reading.now));
    return shapeDiagnosis({
      subject: name === undefined ? `Certificates${namespace === undefined ? '' : ` in ${namespace}`}` : `Certificate ${name}`,
      cluster: context.cluster.cluster.name,
      facts: factsOf(items, reading.now),
      findings: [...findings, ...sharedStores(items)],
      notChecked: reading.notChecked,
      complete,
    });
  },
  render: renderDiagnosis,
});

function factsOf(certificates: readonly PlainObject[], now: number): string[] {
  const ready = tally(certificates.map((certificate) => `Ready=${findCondition(certificate, 'Ready')?.status ?? 'Unknown'}`));
  const ends = certificates.flatMap((certificate) => textAt(certificate, 'status', 'notAfter') ?? []).sort();
  const [first] = ends;
  return [
    `${countOf(certificates.length, 'certificate')}: ${ready}`,
    ...(first === undefined ? [] : [`the first one ends ${moment(first, now)}`]),
  ];
}

/** Two certificates that are stored in the same place replace each other without end. */
function sharedStores(certificates: readonly PlainObject[]): Finding[] {
  const stores = new Map<string, PlainObject[]>();
  for (const certificate of certificates) {
    const store = `${namespaceOf(certificate)}/${textAt(certificate, 'spec', 'secretName') ?? ''}`;
    stores.set(store, [...(stores.get(store) ?? []), certificate]);
  }
  return [...stores].flatMap(([store, several]) => {
    const [first] = several;
    if (first === undefined || several.length < 2) return [];
    return [
      objectFinding(first, {
        severity: 'critical',
        code: 'SharedStore',
        title: `it is stored in the same place as another one (${store})`,
        facts: several.map(placeOf),
        meaning: 'they are issued again and again, each replacing the other: give each a secretName of its own',
      }),
    ];
  });
}
