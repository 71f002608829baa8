import { findCondition, isStale } from '../../kubernetes/conditions.js';
import { conditionFact } from '../../kubernetes/custom-resources/condition-facts.js';
import { nameOf, namespaceOf, objectFinding } from '../../kubernetes/custom-resources/object-names.js';
import { ageOf, moment } from '../../kubernetes/diagnosis/fact-text.js';
import type { Finding, FindingText } from '../../kubernetes/diagnosis/finding.js';
import { objectStep } from '../../kubernetes/diagnosis/pods/pod-evidence.js';
import { numberAt, recordsAt, textAt, type PlainObject } from '../../kubernetes/object-values.js';
import type { Collection } from '../../kubernetes/custom-resources/read-collection.js';
import { GATEWAY_API, withConditions } from './gateway-objects.js';

const FRESH_MS = 2 * 60_000;

/** What is wrong with one gateway: its class, itself, its listeners. */
export function judgeGateway(gateway: PlainObject, classes: Collection, now: number): Finding[] {
  const ofClass = classFindings(gateway, classes);
  const own = ofClass.length > 0 ? [] : ownFindings(gateway, now);
  const texts = [
    ...ofClass,
    ...own,
    ...recordsAt(gateway, 'status', 'listeners').flatMap((listener) => listenerFindings(gateway, listener)),
  ];
  return texts.map((text) => objectFinding(gateway, text));
}

function classFindings(gateway: PlainObject, { items, complete }: Collection): FindingText[] {
  const name = textAt(gateway, 'spec', 'gatewayClassName') ?? '';
  const found = items.find((one) => nameOf(one) === name);
  if (found === undefined) {
    if (!complete) return [];
    const facts = [`the cluster has no GatewayClass ${name}`];
    return [
      {
        severity: 'critical',
        code: 'ClassMissing',
        title: 'its class is not there',
        facts,
        meaning: 'no controller takes it: nothing listens',
      },
    ];
  }
  const accepted = findCondition(found, 'Accepted');
  if (accepted?.status === 'True') return [];
  return [
    {
      severity: 'critical',
      code: 'ClassNotAccepted',
      title: `its class ${name} is not accepted`,
      facts: [
        `controller ${textAt(found, 'spec', 'controllerName') ?? '?'}`,
        accepted === undefined ? 'it has no condition' : conditionFact(accepted),
      ],
      meaning: 'the controller is not installed, is down, or refuses the parameters of the class',
      next: [{ operation: 'gateway_list', input: { kind: 'GatewayClass' } }],
    },
  ];
}

function ownFindings(gateway: PlainObject, now: number): FindingText[] {
  const next = [objectStep(textAt(gateway, 'apiVersion') ?? GATEWAY_API.group, 'Gateway', nameOf(gateway), namespaceOf(gateway))];
  const accepted = findCondition(gateway, 'Accepted');
  const programmed = findCondition(gateway, 'Programmed');
  const age = ageOf(textAt(gateway, 'metadata', 'creationTimestamp'), now) ?? 0;
  // The definition itself writes conditions that are Unknown, until a controller comes.
  const isUntouched = accepted === undefined || (accepted.status === 'Unknown' && accepted.reason === 'Pending');
  if (isUntouched || isStale(gateway, accepted.observedGeneration)) {
    if (age < FRESH_MS) return [];
    const facts = [
      `made ${moment(textAt(gateway, 'metadata', 'creationTimestamp'), now)}`,
      ...(accepted === undefined ? [] : [conditionFact(accepted)]),
    ];
    const meaning = 'the controller of its class is down or overloaded; what the status says, if anything, is old';
    return [{ severity: 'critical', code: 'NotReconciled', title: 'its controller has not looked at it', facts, meaning, next }];
  }
  if (accepted.status !== 'True') {
    return [
      {
        severity: 'critical',
        code: 'NotAccepted',
        title: 'it is not accepted',
        facts: [conditionFact(accepted)],
        meaning: 'the controller refuses its specification',
        next,
      },
    ];
  }
  if (programmed?.status === 'False' || programmed?.status === 'Unknown') {
    const meaning = 'the data plane does not serve it (yet): no address, no resources, or its listeners are invalid';
    return [
      { severity: 'critical', code: 'NotProgrammed', title: 'it is not programmed', facts: [conditionFact(programmed)], meaning, next },
    ];
  }
  if (recordsAt(gateway, 'status', 'addresses').length > 0) return [];
  const meaning = 'nobody can reach it: the load balancer or the Service of the controller has no address yet';
  return [{ severity: 'warning', code: 'NoAddress', title: 'it has no address', facts: ['status.addresses is empty'], meaning, next }];
}

/** What a false condition of a listener means. */
const LISTENER: Readonly<Record<string, string>> = {
  Accepted: 'the controller refuses this listener: protocol, port or host name cannot be served',
  ResolvedRefs:
    'a certificate it names is not there, is no certificate, or may not be used from another namespace (ReferenceGrant); or a kind of route is not supported',
  Programmed: 'the data plane does not serve this listener',
};

function listenerFindings(gateway: PlainObject, listener: PlainObject): FindingText[] {
  const name = textAt(listener, 'name') ?? '?';
  const conditions = withConditions(listener);
  const broken = Object.entries(LISTENER).flatMap(([type, meaning]): FindingText[] => {
    const condition = findCondition(conditions, type);
    if (condition?.status !== 'False') return [];
    return [
      {
        severity: 'critical',
        code: `Listener${condition.reason ?? type}`,
        title: `its listener ${name} has ${type}=False`,
        facts: [conditionFact(condition)],
        meaning,
      },
    ];
  });
  const conflicted = findCondition(conditions, 'Conflicted');
  if (conflicted?.status === 'True') {
    const meaning = 'two listeners want the same port with other protocols, or the same host name: only one is served';
    broken.push({
      severity: 'critical',
      code: 'ListenerConflicted',
      title: `its listener ${name} conflicts with another`,
      facts: [conditionFact(conflicted)],
      meaning,
    });
  }
  if (broken.length > 0 || numberAt(listener, 'attachedRoutes') !== 0) return broken;
  const facts = [`Gateway ${nameOf(gateway)} tells 0 attached routes`];
  return [
    {
      severity: 'info',
      code: 'ListenerWithoutRoutes',
      title: `no route hangs on its listener ${name}`,
      facts,
      meaning: 'it answers 404, or nothing',
    },
  ];
}
