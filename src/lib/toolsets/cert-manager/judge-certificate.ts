import { findCondition } from '../../kubernetes/conditions.js';
import { conditionFact } from '../../kubernetes/custom-resources/condition-facts.js';
import { nameOf, namespaceOf, objectFinding } from '../../kubernetes/custom-resources/object-names.js';
import { ageOf, moment } from '../../kubernetes/diagnosis/fact-text.js';
import type { Finding, FindingText } from '../../kubernetes/diagnosis/finding.js';
import { objectStep } from '../../kubernetes/diagnosis/pods/pod-evidence.js';
import { numberAt, textAt, type PlainObject } from '../../kubernetes/object-values.js';
import type { IssuanceChain } from './issuance-chain.js';
import { judgeIssuance } from './judge-issuance.js';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** A certificate that lives long enough should have been renewed by then. */
const CLOSE_MS = 7 * DAY_MS;
const FRESH_MS = 2 * 60_000;

/** What is wrong with one certificate: how it stands, and what keeps the next one from being issued. */
export function judgeCertificate(certificate: PlainObject, chain: IssuanceChain, now: number): Finding[] {
  const standing = [...expiry(certificate, now), ...renewal(certificate, now)];
  const isReady = findCondition(certificate, 'Ready')?.status === 'True';
  const isTried =
    findCondition(certificate, 'Issuing')?.status === 'True' || textAt(certificate, 'status', 'lastFailureTime') !== undefined;
  const causes = isReady && !isTried && standing.length === 0 ? [] : judgeIssuance(certificate, chain, now);
  const texts = [
    ...standing,
    ...(isReady ? [] : notReady(certificate, chain, now, standing.length > 0)),
    ...causes,
    ...failures(certificate, now),
  ];
  return texts.map((text) => objectFinding(certificate, text));
}

function expiry(certificate: PlainObject, now: number): FindingText[] {
  const end = textAt(certificate, 'status', 'notAfter');
  const left = -(ageOf(end, now) ?? Number.NEGATIVE_INFINITY);
  const start = textAt(certificate, 'status', 'notBefore');
  const life = (Date.parse(end ?? '') || 0) - (Date.parse(start ?? '') || 0);
  if (left <= 0) {
    const meaning = 'whoever checks it refuses the connection';
    return [
      { severity: 'critical', code: 'CertificateExpired', title: 'it has expired', facts: [`valid until ${moment(end, now)}`], meaning },
    ];
  }
  // Short-lived certificates are always close to their end: their renewal is what counts.
  if (left > CLOSE_MS || life < 3 * CLOSE_MS) return [];
  return [
    {
      severity: left < DAY_MS ? 'critical' : 'warning',
      code: 'CertificateExpiring',
      title: 'it expires soon',
      facts: [`valid until ${moment(end, now)}`],
      meaning: 'it should have been renewed by now',
    },
  ];
}

function renewal(certificate: PlainObject, now: number): FindingText[] {
  const due = textAt(certificate, 'status', 'renewalTime');
  const late = ageOf(due, now) ?? 0;
  if (late < HOUR_MS) return [];
  return [
    {
      severity: 'warning',
      code: 'RenewalOverdue',
      title: 'its renewal is overdue',
      facts: [`renewal was due ${moment(due, now)}`],
      meaning: 'the try to renew it fails or waits, or cert-manager does not run',
      next: [{ operation: 'pods_list', input: { labelSelector: 'app.kubernetes.io/instance=cert-manager' } }],
    },
  ];
}

function notReady(certificate: PlainObject, chain: IssuanceChain, now: number, isTold: boolean): FindingText[] {
  const ready = findCondition(certificate, 'Ready');
  const made = textAt(certificate, 'metadata', 'creationTimestamp');
  const isFresh = (ageOf(made, now) ?? 0) < FRESH_MS;
  if (isTold && ready !== undefined) return [];
  if (ready === undefined && !isFresh) {
    const meaning = 'cert-manager does not run, or does not watch this namespace';
    return [
      {
        severity: 'critical',
        code: 'NotReconciled',
        title: 'its controller has not looked at it',
        facts: [`made ${moment(made, now)}`],
        meaning,
      },
    ];
  }
  return [
    {
      severity: isFresh ? 'info' : 'critical',
      code: 'CertificateNotReady',
      title: 'it is not ready',
      facts: [
        ...(ready === undefined ? [`made ${moment(made, now)}`] : [conditionFact(ready)]),
        ...(chain.request === undefined ? ['no request for it was made'] : []),
      ],
      meaning: 'what it is stored in does not hold a certificate as it is asked for',
      next: [objectStep('cert-manager.io/v1', 'Certificate', nameOf(certificate), namespaceOf(certificate))],
    },
  ];
}

function failures(certificate: PlainObject, now: number): FindingText[] {
  const last = textAt(certificate, 'status', 'lastFailureTime');
  if (last === undefined) return [];
  const attempts = numberAt(certificate, 'status', 'failedIssuanceAttempts') ?? 1;
  return [
    {
      severity: 'warning',
      code: 'IssuanceBackoff',
      title: 'the last tries to issue it failed',
      facts: [`${attempts} failed, the last ${moment(last, now)}`],
      meaning: 'cert-manager waits an hour before it tries again, and longer after each failure',
    },
  ];
}
