import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

await describeWithFleet('explain', () => {
  let local: LocalFleet;
  let fleet: Fleet;

  beforeAll(async () => {
    local = await sharedFleet();
    fleet = createFleet({ kubeconfigDir: local.kubeconfigDirectory, toolsets: ['inspect'] });
  });
  afterAll(async () => {
    await fleet.close();
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test('a kind, in its preferred version', async () => {
      const result = await fleet.call({ operation: 'explain', input: { cluster, kind: 'deploy' } });
      expect(result.output).toMatchObject({ kind: 'Deployment', api_version: 'apps/v1', path: '', type: 'Deployment' });
      expect(result.text()).toMatch(/^ {2}spec <DeploymentSpec> {2}/m);
    });

    test('a field, with what it must hold', async () => {
      const { fields, type } = await fleet.run('explain', { cluster, kind: 'Pod', path: '.spec.containers' });
      expect(type).toBe('[]Container');
      expect(fields.find(({ name }) => name === 'name')).toMatchObject({ required: true, type: 'string' });
      expect(fields.find(({ name }) => name === 'ports')).toMatchObject({ required: false, type: '[]ContainerPort' });
    });

    test('several levels', async () => {
      const { fields } = await fleet.run('explain', { cluster, kind: 'Service', path: 'spec', depth: 2 });
      expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['ports', 'ports.targetPort', 'selector']));
      expect(fields.find(({ name }) => name === 'ports.targetPort')?.type).toBe('integer or string');
      expect(fields.find(({ name }) => name === 'selector')?.type).toBe('map[string]string');
    });

    test('a custom resource', async () => {
      const { fields } = await fleet.run('explain', { cluster, kind: 'widgets', path: 'spec' });
      expect(fields.map(({ name }) => name)).toContain('size');
    });

    test('a huge answer is cut, and says so', async () => {
      const result = await fleet.call({ operation: 'explain', input: { cluster, kind: 'Pod', depth: 6 } });
      expect(result.output['more']).toBeGreaterThan(100);
      expect(result.text().length).toBeLessThan(25_000);
      expect(result.text()).toContain('more fields; ask for a longer path');
    });

    test('an unknown field names the nearest; an unknown kind too', async () => {
      const field = await failureOf(fleet.run('explain', { cluster, kind: 'Pod', path: 'spec.container' }));
      expect(field).toMatchObject({ code: 'INPUT_INVALID', cluster, message: expect.stringContaining('Did you mean "containers"?') });
      expect(await failureOf(fleet.run('explain', { cluster, kind: 'Podd' }))).toMatchObject({ code: 'KIND_UNKNOWN', cluster });
    });

    test('the document is read once', async () => {
      const { faults } = local.cluster(cluster);
      await fleet.run('explain', { cluster, kind: 'StatefulSet' });
      const before = faults.counters().roundTrips;
      await fleet.run('explain', { cluster, kind: 'StatefulSet', path: 'spec' });
      expect(faults.counters().roundTrips - before).toBe(1); // the list of addresses
    });
  });
});
