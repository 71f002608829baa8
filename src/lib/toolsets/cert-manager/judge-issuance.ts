import { describeCondition, findCondition } from '../../kubernetes/conditions.js';
import { conditionFact } from '../../kubernetes/custom-resources/condition-facts.js';
import { nameOf, namespaceOf, placeOf } from '../../kubernetes/custom-resources/object-names.js';
import { ageOf, moment, plainText } from '../../kubernetes/diagnosis/fact-text.js';
import type { FindingText } from '../../kubernetes/diagnosis/finding.js';
import { objectStep } from '../../kubernetes/diagnosis/pods/pod-evidence.js';
import { textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { CERT_MANAGER, issuerOf } from './certificate.js';
import type { IssuanceChain } from './issuance-chain.js';

const SLOW_MS = 10 * 60_000;

/** What stops the newest try to get a certificate: the first broken step from the issuer to the challenge says most. */
export function judgeIssuance(certificate: PlainObject, chain: IssuanceChain, now: number): FindingText[] {
  const found = issuerFindings(certificate, chain);
  if (found.length > 0) return found;
  const failed = challengeFindings(chain, now);
  if (failed.length > 0) return failed;
  return [...orderFindings(chain, now), ...requestFindings(chain, now)];
}

function issuerFindings(certificate: PlainObject, { issuer }: IssuanceChain): FindingText[] {
  const { kind, name } = issuerOf(certificate);
  const title = `its issuer ${kind}/${name}`;
  if (issuer === 'missing') {
    const where = kind === 'ClusterIssuer' ? 'the cluster has' : `namespace ${namespaceOf(certificate)} has`;
    const meaning = 'nobody signs it: make the issuer, or name another one (an Issuer serves its own namespace only)';
    return [
      { severity: 'critical', code: 'IssuerMissing', title: `${title} is not there`, facts: [`${where} no ${kind} ${name}`], meaning },
    ];
  }
  const ready = issuer === undefined ? undefined : findCondition(issuer, 'Ready');
  if (issuer === undefined || ready?.status === 'True') return [];
  return [
    {
      severity: 'critical',
      code: 'IssuerNotReady',
      title: `${title} is not ready`,
      facts: [ready === undefined ? 'its controller has not looked at it' : conditionFact(ready)],
      meaning: 'it cannot sign: its account, its key or the address of its authority is wrong or not reachable',
      next: [objectStep(apiVersionOf(issuer), kind, name, kind === 'ClusterIssuer' ? undefined : namespaceOf(certificate))],
    },
  ];
}

function challengeFindings({ challenges }: IssuanceChain, now: number): FindingText[] {
  return challenges.flatMap((challenge) => {
    const state = textAt(challenge, 'status', 'state') ?? 'waiting';
    if (state === 'valid') return [];
    const isFailed = ['invalid', 'errored', 'expired'].includes(state);
    const since = textAt(challenge, 'metadata', 'creationTimestamp');
    const isSlow = (ageOf(since, now) ?? 0) > SLOW_MS;
    if (!isFailed && !isSlow && textAt(challenge, 'status', 'reason') === undefined) return [];
    const type = textAt(challenge, 'spec', 'type') ?? '';
    return [
      {
        severity: isFailed ? 'critical' : 'warning',
        code: isFailed ? 'ChallengeFailed' : 'ChallengePending',
        title: `the ${type} challenge for ${textAt(challenge, 'spec', 'dnsName') ?? '?'} is ${state}`,
        facts: [`made ${moment(since, now)}`, plainText(textAt(challenge, 'status', 'reason') ?? 'it gives no reason', 600)],
        meaning:
          type === 'DNS-01'
            ? 'the TXT record could not be written, or does not show in public DNS yet'
            : 'the authority, or cert-manager itself, does not get the answer at http://NAME/.well-known/acme-challenge/: DNS, ingress or firewall',
        next: [objectStep(apiVersionOf(challenge), 'Challenge', nameOf(challenge), namespaceOf(challenge))],
      } satisfies FindingText,
    ];
  });
}

function orderFindings({ order }: IssuanceChain, now: number): FindingText[] {
  const state = order === undefined ? undefined : textAt(order, 'status', 'state');
  if (order === undefined || state === undefined || !['invalid', 'errored', 'expired'].includes(state)) return [];
  return [
    {
      severity: 'critical',
      code: 'OrderFailed',
      title: `its ACME order is ${state}`,
      facts: [
        plainText(textAt(order, 'status', 'reason') ?? 'it gives no reason', 600),
        `failed ${moment(textAt(order, 'status', 'failureTime'), now)}`,
      ],
      meaning: 'the authority refused: a rate limit, a name that it does not sign, a CAA record, or a failed challenge',
      next: [objectStep(apiVersionOf(order), 'Order', nameOf(order), namespaceOf(order))],
    },
  ];
}

function requestFindings({ request }: IssuanceChain, now: number): FindingText[] {
  if (request === undefined) return [];
  const denied = findCondition(request, 'Denied')?.status === 'True';
  const ready = findCondition(request, 'Ready');
  const isFailed = ready?.reason === 'Failed' || findCondition(request, 'InvalidRequest')?.status === 'True';
  const isApproved = findCondition(request, 'Approved')?.status === 'True';
  const made = textAt(request, 'metadata', 'creationTimestamp');
  const about = {
    facts: [
      `CertificateRequest ${placeOf(request)}, made ${moment(made, now)}`,
      ...[findCondition(request, denied ? 'Denied' : 'Ready')].flatMap((one) =>
        one === undefined ? [] : [plainText(describeCondition(one), 600)],
      ),
    ],
    next: [objectStep(apiVersionOf(request), 'CertificateRequest', nameOf(request), namespaceOf(request))],
  };
  if (denied)
    return [
      {
        ...about,
        severity: 'critical',
        code: 'RequestDenied',
        title: 'its request was denied',
        meaning: 'an approver (a policy) does not allow it',
      },
    ];
  if (isFailed)
    return [
      {
        ...about,
        severity: 'critical',
        code: 'RequestFailed',
        title: 'its request failed',
        meaning: 'the issuer refused to sign it; the condition says why',
      },
    ];
  if ((ageOf(made, now) ?? 0) < SLOW_MS || ready?.status === 'True') return [];
  return isApproved
    ? [
        {
          ...about,
          severity: 'warning',
          code: 'RequestPending',
          title: 'its request is not answered',
          meaning: 'the issuer takes long or does not work',
        },
      ]
    : [
        {
          ...about,
          severity: 'critical',
          code: 'RequestNotApproved',
          title: 'nobody approved its request',
          meaning: 'the approver is switched off or down: requests wait for ever',
        },
      ];
}

function apiVersionOf(object: PlainObject): string {
  return textAt(object, 'apiVersion') ?? `${CERT_MANAGER.group}/v1`;
}
