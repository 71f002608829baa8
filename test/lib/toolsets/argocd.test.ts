import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { define, make, makeNamespace, minutesAgo, startBareFleet } from '../../support/custom-resources.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet } from '../../support/fleet.js';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

function application(name: string, spec: object, status: object, metadata: object = {}): object {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, ...metadata },
    spec: {
      project: 'shop',
      source: { repoURL: 'https://git.example.com/shop.git', path: 'deploy', targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
      ...spec,
    },
    status: {
      sync: { status: 'Synced', revision: COMMIT },
      health: { status: 'Healthy' },
      reconciledAt: minutesAgo(2),
      operationState: { phase: 'Succeeded', message: 'successfully synced', startedAt: minutesAgo(61), finishedAt: minutesAgo(60) },
      ...status,
    },
  };
}

const web = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const job = { group: 'batch', version: 'v1', kind: 'Job', namespace: 'shop', name: 'migrate' };

const APPLICATIONS = (): object[] => [
  application(
    'well',
    {},
    {
      resources: [{ ...web, status: 'Synced', health: { status: 'Healthy' } }],
      summary: { images: ['example.test/web:1'] },
      history: [{ id: 0, revision: COMMIT, deployedAt: minutesAgo(60) }],
    },
  ),
  application(
    'degraded',
    {},
    {
      health: { status: 'Degraded' },
      resources: [
        { version: 'v1', kind: 'Service', namespace: 'shop', name: 'web', status: 'Synced', health: { status: 'Healthy' } },
        { ...web, status: 'Synced', health: { status: 'Degraded', message: 'Deployment "web" exceeded its progress deadline' } },
      ],
    },
  ),
  application(
    'elsewhere',
    { destination: { name: 'prod-eu', namespace: 'shop' } },
    { health: { status: 'Degraded' }, resources: [{ ...web, status: 'Synced', health: { status: 'Degraded', message: 'no' } }] },
  ),
  application(
    'refused',
    { syncPolicy: { automated: { prune: true, selfHeal: true } } },
    {
      sync: { status: 'OutOfSync', revision: COMMIT },
      resources: [{ ...job, status: 'OutOfSync', health: { status: 'Missing' } }],
      operationState: {
        phase: 'Failed',
        message: 'one or more objects failed to apply, with password=hunter2hunter2',
        startedAt: minutesAgo(9),
        finishedAt: minutesAgo(8),
        retryCount: 5,
        syncResult: {
          revision: COMMIT,
          resources: [{ ...job, status: 'SyncFailed', message: 'Job.batch "migrate" is invalid: spec.template: field is immutable' }],
        },
      },
    },
  ),
  application(
    'broken',
    {},
    {
      sync: { status: 'Unknown' },
      conditions: [
        {
          type: 'ComparisonError',
          message: 'Failed to load target state: deploy: app path does not exist',
          lastTransitionTime: minutesAgo(30),
        },
      ],
    },
  ),
  application(
    'surplus',
    { syncPolicy: { automated: {} } },
    {
      sync: { status: 'OutOfSync', revision: COMMIT },
      resources: [{ version: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'old', status: 'OutOfSync', requiresPruning: true }],
    },
  ),
  application(
    'hanging',
    {},
    { operationState: { phase: 'Running', message: 'waiting for completion of hook batch/Job/migrate', startedAt: minutesAgo(40) } },
  ),
  application('forgotten', {}, { reconciledAt: minutesAgo(600) }),
];

await describeWithFleet('Argo CD', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ local, fleet, close } = await startBareFleet('argocd'));
    for (const cluster of local.clusters) {
      expect(await failureOf(fleet.run('argocd_applications_list', { cluster: cluster.name }))).toMatchObject({
        code: 'KIND_UNKNOWN',
        cluster: cluster.name,
        message: expect.stringContaining('Argo CD is not installed'),
        hint: expect.stringContaining('custom resource definitions'),
      });
      await define(cluster, {
        group: 'argoproj.io',
        versions: ['v1alpha1'],
        namespaced: { Application: 'applications', AppProject: 'appprojects' },
      });
      for (const name of ['argocd', 'team-apps']) await makeNamespace(cluster, name);
      const path = (namespace: string): string => `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications`;
      for (const one of APPLICATIONS()) await make(cluster, path('argocd'), one);
      await make(cluster, path('team-apps'), application('well', {}, {}));
    }
  }, 120_000);
  afterAll(() => close());

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test('the list tells what counts, page by page', async () => {
      const first = await fleet.run('argocd_applications_list', { cluster, namespace: 'argocd', limit: 3 });
      expect(first.columns).toEqual([
        'namespace',
        'name',
        'project',
        'sync',
        'health',
        'operation',
        'auto',
        'revision',
        'destination',
        'source',
      ]);
      expect(first.rows[0]).toEqual([
        'argocd',
        'broken',
        'shop',
        'Unknown',
        'Healthy',
        'Succeeded',
        false,
        null,
        'https://kubernetes.default.svc shop',
        'https://git.example.com/shop.git deploy',
      ]);
      const rest = await fleet.run('argocd_applications_list', { cluster, namespace: 'argocd', continue: first.continue });
      expect([...first.rows, ...rest.rows].map((row) => row[1])).toEqual([
        'broken',
        'degraded',
        'elsewhere',
        'forgotten',
        'hanging',
        'refused',
        'surplus',
        'well',
      ]);
      const all = await fleet.call({ operation: 'argocd_applications_list', input: { cluster } });
      expect(all.text()).toContain(`${cluster}: 9 Application`);
      expect(all.text()).toMatch(/^argocd +refused +shop +OutOfSync +Healthy +Failed +true +01234567 /m);
    });

    test('the status of one tells its objects, the troubled ones first', async () => {
      const result = await fleet.call({ operation: 'argocd_application_status', input: { cluster, name: 'degraded' } });
      expect(result.output).toMatchObject({
        namespace: 'argocd',
        sync: 'Synced',
        health: 'Degraded',
        automated: false,
        revisions: ['01234567'],
        resources_total: 2,
        sources: [{ repository: 'https://git.example.com/shop.git', path: 'deploy', wanted: 'main' }],
        operation: { phase: 'Succeeded', message: 'successfully synced' },
      });
      expect(result.text()).toMatch(
        /Deployment shop\/web +Synced +Degraded +Deployment "web" exceeded its progress deadline\nService shop\/web/,
      );
      const well = await fleet.run('argocd_application_status', { cluster, name: 'well', namespace: 'argocd' });
      expect([well.images, well.syncs[0]?.revision]).toEqual([['example.test/web:1'], '01234567']);
    });

    test('a name in two namespaces is asked about, one in none is not found', async () => {
      const twice = await failureOf(fleet.run('argocd_application_status', { cluster, name: 'well' }));
      expect(twice).toMatchObject({ code: 'INPUT_INVALID', cluster, details: { namespaces: ['argocd', 'team-apps'] } });
      const nowhere = await failureOf(fleet.run('argocd_application_status', { cluster, name: 'nobody' }));
      expect(nowhere).toMatchObject({ code: 'NOT_FOUND', cluster });
      expect((await failureOf(fleet.run('argocd_applications_diagnose', { cluster, name: 'nobody', namespace: 'argocd' }))).code).toBe(
        'NOT_FOUND',
      );
    });

    test.each([
      ['degraded', 'failing', ['Degraded'], 'exceeded its progress deadline'],
      ['refused', 'failing', ['SyncFailed', 'Missing', 'OutOfSync'], 'field is immutable'],
      ['broken', 'failing', ['ComparisonError'], 'app path does not exist'],
      ['surplus', 'warning', ['PruneNeeded'], 'ConfigMap shop/old'],
      ['hanging', 'warning', ['SyncRunning'], 'hook batch/Job/migrate'],
      ['forgotten', 'warning', ['NotReconciled'], 'last compared'],
    ])('%s is %s because of %s', async (name, verdict, codes, fact) => {
      const result = await fleet.call({
        operation: 'argocd_applications_diagnose',
        input: { cluster, name, namespace: 'argocd' },
      });
      expect(result.output).toMatchObject({ verdict, findings: codes.map((code) => ({ code, objects: [`Application argocd/${name}`] })) });
      expect(result.text()).toContain(fact);
      expect(result.text()).not.toContain('hunter2hunter2');
    });

    test('what is well is healthy, and an object is looked at only where it is', async () => {
      expect(await fleet.run('argocd_applications_diagnose', { cluster, name: 'well', namespace: 'argocd' })).toMatchObject({
        verdict: 'healthy',
        findings: [],
      });
      const here = await fleet.run('argocd_applications_diagnose', { cluster, name: 'degraded' });
      expect(here.findings[0]?.next).toEqual([
        { operation: 'workloads_diagnose', input: { cluster, kind: 'Deployment', name: 'web', namespace: 'shop' } },
      ]);
      const there = await fleet.run('argocd_applications_diagnose', { cluster, name: 'elsewhere' });
      expect(there.findings[0]).toMatchObject({ code: 'Degraded', next: [] });
    });

    test('all of them at once: the same of several is one finding', async () => {
      const { verdict, facts, findings } = await fleet.run('argocd_applications_diagnose', { cluster });
      expect([verdict, facts[0], facts[1]]).toEqual(['failing', '9 applications', 'sync: 6 Synced, 2 OutOfSync, 1 Unknown']);
      expect(findings.find(({ code }) => code === 'Degraded')).toMatchObject({
        count: 2,
        objects: ['Application argocd/degraded', 'Application argocd/elsewhere'],
      });
    });
  });
});
