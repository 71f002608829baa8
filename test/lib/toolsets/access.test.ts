import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFleet, type Fleet } from '../../../src/index.js';
import type { LocalFleet, LocalUser } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';

const run = promisify(execFile);

await describeWithFleet('rights', () => {
  let local: LocalFleet;
  const fleets: Fleet[] = [];

  beforeAll(async () => {
    local = await sharedFleet();
  });
  afterAll(async () => {
    for (const fleet of fleets) await fleet.close();
    await local.close();
  });

  /** A fleet with one cluster, as one of its users. */
  async function as(cluster: string, user: LocalUser): Promise<Fleet> {
    const fleet = createFleet({ kubeconfig: await local.cluster(cluster).kubeconfigPath(user), toolsets: ['access'] });
    fleets.push(fleet);
    return fleet;
  }

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    test('whoami of a certificate', async () => {
      const fleet = await as(cluster, 'admin');
      const result = await fleet.call({ operation: 'whoami' });
      expect(result.output).toMatchObject({ identified_by: 'certificate', groups: expect.arrayContaining(['system:masters']) });
      const confirmed = cluster === 'current';
      expect(result.output['confirmed']).toBe(confirmed);
      expect(result.text()).toContain(confirmed ? 'told by SelfSubjectReview v1' : 'not confirmed by the cluster');
      expect(result.output['user']).toBeTypeOf('string');
    });

    test('whoami of a token is asked of the cluster, and the token is shown nowhere', async () => {
      const fleet = await as(cluster, 'token');
      const result = await fleet.call({ operation: 'whoami' });
      expect(result.output).toMatchObject({
        confirmed: true,
        identified_by: 'token',
        said_by: cluster === 'current' ? 'SelfSubjectReview v1' : 'TokenReview',
      });
      const { token } = local.cluster(cluster).kubeconfig('token').users[0].user;
      expect(token).toBeTypeOf('string');
      expect(JSON.stringify(result.output) + result.text()).not.toContain(token);
    });

    test('whoami of a user who may almost nothing', async () => {
      const answer = await (await as(cluster, 'restricted')).run('whoami', {});
      expect(answer.user).toContain('restricted');
    });

    test.each([
      { verb: 'delete', resource: 'pods', namespace: 'team-a' },
      { verb: 'list', resource: 'Pod', namespace: 'team-a' },
      { verb: 'get', resource: 'pods/log', namespace: 'team-a' },
      { verb: 'create', resource: 'deploy', namespace: 'shop' },
      { verb: 'list', resource: 'widgets', all_namespaces: true },
      { verb: 'get', resource: 'nodes' },
      { verb: 'get', path: '/metrics' },
    ])('can_i $verb $resource$path says what kubectl says', async (question) => {
      for (const user of ['admin', 'restricted'] as const) {
        const answer = await (await as(cluster, user)).run('can_i', question);
        const kubeconfig = await local.cluster(cluster).kubeconfigPath(user);
        const where = 'namespace' in question ? ['-n', question.namespace] : 'all_namespaces' in question ? ['-A'] : [];
        const [resource = '', subresource] = ('resource' in question ? question.resource : question.path).split(/(?<=\w)\//);
        const words = [
          'auth',
          'can-i',
          question.verb,
          resource,
          ...(subresource === undefined ? [] : [`--subresource=${subresource}`]),
          ...where,
        ];
        // "no" is an exit code of its own; what is printed says which it was.
        const told = await run('kubectl', ['--kubeconfig', kubeconfig, ...words]).then(
          ({ stdout }) => stdout,
          (thrown: unknown) => (thrown instanceof Error && 'stdout' in thrown ? String(thrown.stdout) : ''),
        );
        expect({ user, told: told.trim() }).toEqual({ user, told: answer.allowed === true ? 'yes' : 'no' });
      }
    });

    test('without a verb it lists all rights of a namespace', async () => {
      const result = await (await as(cluster, 'restricted')).call({ operation: 'can_i', input: { namespace: 'team-a' } });
      const rights = result.output['rights'];
      expect(rights).toMatchObject({
        resources: expect.arrayContaining([expect.objectContaining({ resources: ['pods', 'pods/log'], verbs: ['get', 'list', 'watch'] })]),
      });
      expect(result.text()).toMatch(/^pods,pods\/log +- +get,list,watch$/m);
    });

    test.each([
      { input: { verb: 'get', resource: 'podz' }, code: 'KIND_UNKNOWN', text: 'Did you mean "Pod' },
      { input: { verb: 'get' }, code: 'INPUT_INVALID', text: 'either resource or path' },
      { input: { verb: 'get', resource: 'pods', path: '/metrics' }, code: 'INPUT_INVALID', text: 'either resource or path' },
      { input: { verb: '--as=admin', resource: 'pods' }, code: 'INPUT_INVALID', text: 'verb' },
      { input: { verb: 'get', resource: 'nodes', namespace: 'shop' }, code: 'INPUT_INVALID', text: 'leave namespace out' },
      { input: { resource: 'pods' }, code: 'INPUT_INVALID', text: 'verb' },
    ])('$input is refused, not answered with no', async ({ input, code, text }) => {
      const failure = await failureOf((await as(cluster, 'admin')).call({ operation: 'can_i', input }));
      expect(failure).toMatchObject({ code, message: expect.stringContaining(text) });
    });
  });
});
