import { FleetError } from '../errors.js';
import { isRecord } from '../platform/plain-records.js';
import { itemsOf, textOf } from './json-shape.js';
import { builtInKinds, type ServedKind } from './kind-names.js';
import type { Ask, ServedKinds } from './session.js';

/** Everything in two requests, where the server can (1.27 and later); others answer with what they always did. */
const AGGREGATED = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .concat('application/json')
  .join(',');

/**
 * Every kind that a cluster serves. Two requests where discovery is aggregated, else one for each group version beside them.
 * A group version whose server does not answer is named in `failed` and costs the others nothing.
 */
export async function readAllKinds(ask: Ask, signal: AbortSignal): Promise<ServedKinds> {
  const [core, groups] = await Promise.all(['/api', '/apis'].map(async (path) => (await ask({ path, accept: AGGREGATED, signal })).json()));
  const parts = [...partsOf(core), ...partsOf(groups)];
  const read = await Promise.all(parts.map(async (part) => ('kinds' in part ? part : await readVersion(part.version, ask, signal))));
  return { kinds: read.flatMap(({ kinds }) => kinds), failed: read.flatMap(({ failed }) => failed) };
}

type Part = ServedKinds | { readonly version: string };

function partsOf(list: unknown): readonly Part[] {
  if (!isRecord(list)) return [];
  if (list['kind'] === 'APIGroupDiscoveryList') return itemsOf(list['items']).flatMap(aggregatedGroup);
  if (list['kind'] === 'APIVersions')
    return itemsOf(list['versions']).flatMap((version) => (typeof version === 'string' ? [{ version }] : []));
  return itemsOf(list['groups']).flatMap((group) => (isRecord(group) ? versionsOf(group) : []));
}

/** The preferred version of a group, then the others. */
function versionsOf(group: Readonly<Record<string, unknown>>): readonly Part[] {
  const preferred = isRecord(group['preferredVersion']) ? textOf(group['preferredVersion']['groupVersion']) : undefined;
  const all = itemsOf(group['versions']).flatMap((version) => (isRecord(version) ? (textOf(version['groupVersion']) ?? []) : []));
  return [...new Set([...(preferred === undefined ? [] : [preferred]), ...all])].map((version) => ({ version }));
}

async function readVersion(version: string, ask: Ask, signal: AbortSignal): Promise<ServedKinds> {
  try {
    const list = (await ask({ path: version.includes('/') ? `/apis/${version}` : `/api/${version}`, signal })).json();
    return { kinds: kindsOfVersion(version, list), failed: [] };
  } catch (thrown) {
    if (signal.aborted || !FleetError.isInstance(thrown)) throw thrown;
    return { kinds: [], failed: [version] };
  }
}

/** The kinds of one group version, as its resource list names them: `pods`, and `pods/log` as a subresource of it. */
export function kindsOfVersion(apiVersion: string, list: unknown): readonly ServedKind[] {
  const resources = itemsOf(isRecord(list) ? list['resources'] : undefined).filter(isRecord);
  return resources.flatMap((resource) => {
    const plural = textOf(resource['name']) ?? '';
    const subresources = resources.flatMap(({ name }) =>
      typeof name === 'string' && name.startsWith(`${plural}/`) ? [name.slice(plural.length + 1)] : [],
    );
    const facts = {
      plural,
      kind: textOf(resource['kind']),
      singular: textOf(resource['singularName']),
      namespaced: resource['namespaced'] === true,
    };
    return servedKind(apiVersion, { ...facts, shortNames: resource['shortNames'], verbs: resource['verbs'], subresources });
  });
}

function aggregatedGroup(group: unknown): readonly ServedKinds[] {
  if (!isRecord(group)) return [];
  const name = isRecord(group['metadata']) ? (textOf(group['metadata']['name']) ?? '') : '';
  return itemsOf(group['versions'])
    .filter(isRecord)
    .map((version) => {
      const apiVersion = name === '' ? (textOf(version['version']) ?? '') : `${name}/${textOf(version['version']) ?? ''}`;
      // A stale entry is what the aggregator remembers of a server that does not answer.
      const failed = version['freshness'] === 'Stale' ? [apiVersion] : [];
      return {
        kinds: itemsOf(version['resources'])
          .filter(isRecord)
          .flatMap((resource) => aggregatedKind(apiVersion, resource)),
        failed,
      };
    });
}

function aggregatedKind(apiVersion: string, resource: Readonly<Record<string, unknown>>): readonly ServedKind[] {
  const response = isRecord(resource['responseKind']) ? resource['responseKind'] : {};
  return servedKind(apiVersion, {
    plural: textOf(resource['resource']) ?? '',
    kind: textOf(response['kind']),
    singular: textOf(resource['singularResource']),
    namespaced: resource['scope'] === 'Namespaced',
    shortNames: resource['shortNames'],
    verbs: resource['verbs'],
    subresources: itemsOf(resource['subresources']).flatMap((sub) => (isRecord(sub) ? (textOf(sub['subresource']) ?? []) : [])),
  });
}

interface KindFacts {
  readonly plural: string;
  readonly kind: string | undefined;
  readonly singular: string | undefined;
  readonly namespaced: boolean;
  readonly shortNames: unknown;
  readonly verbs: unknown;
  readonly subresources: readonly string[];
}

function servedKind(apiVersion: string, facts: KindFacts): readonly ServedKind[] {
  const { plural, kind, singular = '', namespaced, subresources } = facts;
  // Names with a slash are subresources; a name that is not plain would change the path.
  if (kind === undefined || !/^[a-z0-9][-a-z0-9.]*$/.test(plural)) return [];
  const nameRule = builtInKinds(apiVersion).find((one) => one.plural === plural)?.nameRule ?? 'segment';
  const texts = (list: unknown): readonly string[] => itemsOf(list).filter((one) => typeof one === 'string');
  return [
    {
      apiVersion,
      kind,
      plural,
      singular,
      shortNames: texts(facts.shortNames),
      namespaced,
      nameRule,
      verbs: texts(facts.verbs),
      subresources,
    },
  ];
}
