import { findCondition, isStale } from '../../kubernetes/conditions.js';
import { conditionFact } from '../../kubernetes/custom-resources/condition-facts.js';
import { indexByPlace, nameOf, namespaceOf, objectFinding } from '../../kubernetes/custom-resources/object-names.js';
import { ageOf } from '../../kubernetes/diagnosis/fact-text.js';
import type { Finding, FindingText } from '../../kubernetes/diagnosis/finding.js';
import { objectStep } from '../../kubernetes/diagnosis/pods/pod-evidence.js';
import { recordsAt, textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { GATEWAY_API, parentsOf, parentStatus, referenceText, withConditions, type Reference } from './gateway-objects.js';
import { judgeBackends } from './judge-backends.js';
import type { GatewayFacts } from './read-gateways.js';

const FRESH_MS = 2 * 60_000;

/** What is wrong with one route: its parents, then its backends. */
export function judgeRoute(route: PlainObject, facts: GatewayFacts, now: number): Finding[] {
  const parents = parentsOf(route);
  const texts = parents.length === 0 ? [orphan()] : parents.flatMap((parent) => parentFindings(route, parent, facts, now));
  return [...texts, ...judgeBackends(route, facts)].map((text) => objectFinding(route, text));
}

function orphan(): FindingText {
  const meaning = 'it hangs on nothing, so nothing is routed';
  return { severity: 'warning', code: 'NoParent', title: 'it names no gateway', facts: ['spec.parentRefs is empty'], meaning };
}

function parentFindings(route: PlainObject, parent: Reference, facts: GatewayFacts, now: number): FindingText[] {
  const where = referenceText(parent);
  const missing = missingParent(parent, facts);
  if (missing !== undefined) return [missing];
  const status = parentStatus(route, parent);
  const next = [
    objectStep(textAt(route, 'apiVersion') ?? GATEWAY_API.group, textAt(route, 'kind') ?? '', nameOf(route), namespaceOf(route)),
  ];
  const accepted = status === undefined ? undefined : findCondition(withConditions(status), 'Accepted');
  if (status === undefined || accepted === undefined || isStale(route, accepted.observedGeneration)) {
    if ((ageOf(textAt(route, 'metadata', 'creationTimestamp'), now) ?? 0) < FRESH_MS) return [];
    const told = status === undefined ? 'status.parents does not tell of it' : 'what it tells is about an older version of the route';
    const meaning = 'the controller of the gateway is down, or does not serve this kind of route';
    return [{ severity: 'critical', code: 'RouteNotReconciled', title: `${where} has not looked at it`, facts: [told], meaning, next }];
  }
  const resolved = findCondition(withConditions(status), 'ResolvedRefs');
  return [
    ...(accepted.status === 'True' ? [] : [refused(where, accepted.reason, conditionFact(accepted), next)]),
    ...(resolved?.status === 'False'
      ? [
          {
            severity: 'critical',
            code: resolved.reason ?? 'RefsNotResolved',
            title: `${where} cannot resolve what it names`,
            facts: [conditionFact(resolved)],
            meaning: RESOLVED[resolved.reason ?? ''] ?? 'a backend or filter cannot be used: its requests fail with 500',
            next,
          } satisfies FindingText,
        ]
      : []),
  ];
}

function missingParent({ kind, group, namespace, name, section }: Reference, { allGateways }: GatewayFacts): FindingText | undefined {
  if (kind !== 'Gateway' || group !== GATEWAY_API.group) return undefined;
  const gateway = indexByPlace(allGateways.items).get(`${namespace}/${name}`);
  if (gateway === undefined) {
    if (!allGateways.complete) return undefined;
    const facts = [`namespace ${namespace} has no Gateway ${name}`];
    const meaning = 'nothing is routed; a parent without a namespace is looked for in that of the route';
    return { severity: 'critical', code: 'ParentMissing', title: 'the gateway it names is not there', facts, meaning };
  }
  const listeners = recordsAt(gateway, 'spec', 'listeners').map((listener) => textAt(listener, 'name') ?? '');
  if (section === undefined || listeners.includes(section)) return undefined;
  const facts = [`Gateway ${namespace}/${name} has the listeners ${listeners.join(', ')}, not ${section}`];
  return {
    severity: 'critical',
    code: 'ListenerMissing',
    title: 'the listener it names is not there',
    facts,
    meaning: 'nothing is routed',
  };
}

function refused(where: string, reason: string | undefined, fact: string, next: NonNullable<FindingText['next']>): FindingText {
  const meaning = ACCEPTED[reason ?? ''] ?? 'nothing is routed through this gateway';
  return { severity: 'critical', code: reason ?? 'RouteNotAccepted', title: `${where} does not accept it`, facts: [fact], meaning, next };
}

const ACCEPTED: Readonly<Record<string, string>> = {
  NotAllowedByListeners: 'the listeners do not take routes of this namespace or kind (allowedRoutes)',
  NoMatchingListenerHostname: 'no host name of the route fits that of a listener',
  NoMatchingParent: 'the gateway has no such listener or port',
  UnsupportedValue: 'the controller does not support a value that the route uses',
};

const RESOLVED: Readonly<Record<string, string>> = {
  BackendNotFound: 'a Service that it sends to is not there: those requests fail with 500',
  RefNotPermitted: 'it names something in another namespace, which no ReferenceGrant there permits',
  InvalidKind: 'it sends to a kind that the controller does not know',
};
