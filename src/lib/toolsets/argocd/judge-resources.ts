import { plainText, some } from '../../kubernetes/diagnosis/fact-text.js';
import type { FindingText } from '../../kubernetes/diagnosis/finding.js';
import { textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { objectLook } from './application-steps.js';
import { resourceName, resourcesOf } from './application.js';

/** How grave a health is, and what it means. */
const HEALTH: Readonly<Record<string, Pick<FindingText, 'severity' | 'title' | 'meaning'>>> = {
  Degraded: { severity: 'critical', title: 'objects of it are degraded', meaning: 'they failed or do not become ready' },
  Missing: {
    severity: 'warning',
    title: 'objects of it are not in the cluster',
    meaning: 'they were never made or were deleted; a sync makes them',
  },
  Unknown: {
    severity: 'warning',
    title: 'the health of objects of it is not known',
    meaning: 'their health check failed, or their cluster does not answer',
  },
  Suspended: {
    severity: 'info',
    title: 'objects of it are suspended',
    meaning: 'they wait on purpose: a paused rollout or a suspended job',
  },
};

const MOST_TOLD = 6;

/** Objects of an application that are not well, by their health. */
export function unwellObjects(application: PlainObject): FindingText[] {
  return Object.entries(HEALTH).flatMap(([health, text]) => {
    const unwell = resourcesOf(application).filter((resource) => textAt(resource, 'health', 'status') === health);
    const own = textAt(application, 'status', 'health', 'status') === health;
    if (unwell.length === 0 && !(own && text.severity !== 'info')) return [];
    const looks = unwell.flatMap((resource) => objectLook(application, resource) ?? []);
    return [
      { code: health, ...text, facts: unwell.length === 0 ? [ownFact(application, health)] : factsOf(unwell), next: looks.slice(0, 3) },
    ];
  });
}

function factsOf(unwell: readonly PlainObject[]): string[] {
  const told = unwell.slice(0, MOST_TOLD).map((resource) => {
    const message = textAt(resource, 'health', 'message') ?? '';
    return message === '' ? resourceName(resource) : `${resourceName(resource)}: ${plainText(message)}`;
  });
  const rest = unwell.slice(MOST_TOLD).map(resourceName);
  return rest.length === 0 ? told : [...told, `also ${some(rest, 10)}`];
}

/** Large installations keep the health of objects elsewhere. */
function ownFact(application: PlainObject, health: string): string {
  const message = textAt(application, 'status', 'health', 'message');
  return `the application is ${health}${message === undefined ? '' : `: ${plainText(message)}`}; it does not say which objects are`;
}
