import { z } from 'zod';
import { listProjects } from '../../integrations/rancher/projects.js';
import { defineOperation } from '../../operation.js';
import { deferred } from '../../platform/deferred.js';
import { pageFields, sortedPage } from '../../platform/page.js';
import { textTable } from '../../platform/text-table.js';
import { askEach, chosenRanchers, problemLines, problemShape, rancherField } from './choose-ranchers.js';
import { locateCluster, seenClusters } from './seen-clusters.js';

export const rancherProjects = defineOperation({
  name: 'rancher_projects',
  title: 'List projects of Rancher',
  description: 'Projects (groups of namespaces) of one cluster, or of all clusters that come from Rancher.',
  scope: 'fleet',
  effect: 'read',
  idempotent: true,
  needs: ['nsk'],
  input: deferred(() =>
    z.object({
      cluster: z.string().min(1).optional().describe('Name or alias; default: all'),
      rancher: rancherField(),
      ...pageFields,
    }),
  ),
  output: deferred(() =>
    z.object({
      projects: z.array(
        z.object({
          cluster: z.string(),
          name: z.string(),
          id: z.string(),
          state: z.string().optional(),
          message: z.string().optional(),
          description: z.string().optional(),
          created: z.string().optional(),
          quota: z.record(z.string(), z.string()).optional(),
        }),
      ),
      total: z.int(),
      problems: z.array(problemShape()),
      continue: z.string().optional(),
    }),
  ),
  handler: async (context, { cluster, rancher, ...paging }) => {
    const one = cluster === undefined ? undefined : await locateCluster(context, cluster, rancher);
    const asked = one === undefined ? chosenRanchers(context, rancher) : [one.rancher];
    const { answers, problems } = await askEach(asked, async (each) => {
      const projects = await listProjects(each.client(), one?.known.id, context.signal);
      const seen = await seenClusters(context, each);
      return projects.flatMap(({ cluster: clusterId, quota, createdAt, description, state, message, name, id }) => {
        const own = one?.name ?? seen.nameOfId(clusterId);
        if (own === undefined) return [];
        return [
          {
            cluster: own,
            name,
            id,
            ...(state === undefined ? {} : { state }),
            ...(message === undefined ? {} : { message: message.slice(0, 300) }),
            ...(description === undefined ? {} : { description: description.slice(0, 200) }),
            ...(createdAt === undefined ? {} : { created: createdAt }),
            ...(Object.keys(quota).length === 0 ? {} : { quota: { ...quota } }),
          },
        ];
      });
    });
    const found = answers.flat();
    const { items, ...more } = sortedPage(found, (project) => `${project.cluster} ${project.name} ${project.id}`, paging);
    return { projects: [...items], total: found.length, problems, ...more };
  },
  render: ({ projects, total, problems, continue: next }) => {
    const quotaText = (quota: Readonly<Record<string, string>> = {}): string =>
      Object.entries(quota)
        .map(([key, amount]) => `${key}=${amount}`)
        .join(',');
    const rows = projects.map(({ cluster, name, id, state, quota, message }) => [cluster, name, id, state, quotaText(quota), message]);
    return [
      `${String(total)} projects`,
      ...(rows.length === 0 ? [] : [textTable(['cluster', 'project', 'id', 'state', 'quota', 'message'], rows)]),
      ...(next === undefined ? [] : [`… more. Next: same call with continue=${next}`]),
      ...problemLines(problems),
    ].join('\n');
  },
});
