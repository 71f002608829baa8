import { z } from 'zod';
import type { FleetContext } from '../../context.js';
import type { Rancher } from './choose-ranchers.js';
import { seenClusters } from './seen-clusters.js';

/** A cluster as Rancher lists it. `gone`: it is at hand, and not listed any more. */
export const discoveredShape = () =>
  z.object({
    name: z.string(),
    rancher: z.string(),
    id: z.string(),
    at_hand: z.enum(['new', 'known', 'gone']),
    cluster: z.string().optional().describe('Its name in the fleet'),
    state: z.string().optional(),
    message: z.string().optional(),
    provider: z.string().optional(),
    version: z.string().optional(),
    nodes: z.number().optional(),
  });

export type Discovered = z.output<ReturnType<typeof discoveredShape>>;

/** What one Rancher lists, against what is at hand. With a pattern, nothing is said of what is gone. @throws FleetError */
export async function discoveredIn(
  context: Pick<FleetContext, 'clusters' | 'isLimited' | 'caller' | 'signal'>,
  rancher: Rancher,
  pattern: string | undefined,
): Promise<readonly Discovered[]> {
  const listed = await rancher.discover({ pattern, signal: context.signal });
  const { clusters: seen } = await seenClusters(context, rancher);
  const byId = new Map(seen.map((each) => [each.known.id, each]));
  const found = listed.flatMap(({ id, name, state, message, provider, kubernetesVersion: version, nodeCount: nodes }): Discovered[] => {
    const known = byId.get(id);
    if (known === undefined && context.isLimited) return [];
    const isHere = known?.known.path !== undefined && known.known.removedAt === undefined;
    return [
      {
        name,
        rancher: rancher.name,
        id,
        at_hand: isHere ? 'known' : 'new',
        ...(isHere ? { cluster: known.name } : {}),
        ...(state === undefined ? {} : { state }),
        ...(message === undefined ? {} : { message: message.slice(0, 300) }),
        ...(provider === undefined ? {} : { provider }),
        ...(version === undefined ? {} : { version }),
        ...(nodes === undefined ? {} : { nodes }),
      },
    ];
  });
  if (pattern !== undefined) return found;
  const ids = new Set(listed.map(({ id }) => id));
  const gone = seen.filter(({ known }) => !ids.has(known.id) && known.path !== undefined);
  return [
    ...found,
    ...gone.map(({ name, known }): Discovered => ({
      name: known.name,
      rancher: rancher.name,
      id: known.id,
      at_hand: 'gone',
      cluster: name,
    })),
  ];
}
