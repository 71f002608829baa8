import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  createFleet,
  type ConfirmationPlan,
  type Confirmer,
  type Fleet,
  type FleetConfigInput,
  type OperationFinished,
} from '../../../src/index.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { failureOf } from '../../support/failure.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { honestWrite, ownToolset } from '../../support/own-operations.js';
import { ownNamespace } from '../../support/own-namespace.js';

const namespace = 'confirmation';
const maps = `/api/v1/namespaces/${namespace}/configmaps`;
const ada = { id: 'ada', stateful: true };

await describeWithFleet('calls that must be confirmed', () => {
  let local: LocalFleet;
  let fleet: Fleet;
  let removeNamespace: () => Promise<void>;
  const fleets: Fleet[] = [];
  const fleetWith = (confirmation: FleetConfigInput['confirmation'], toolsets = [ownToolset([honestWrite])]): Fleet => {
    const made = createFleet({ kubeconfigDir: local.kubeconfigDirectory, confirmation }, { toolsets });
    fleets.push(made);
    return made;
  };
  beforeAll(async () => {
    local = await sharedFleet();
    fleet = fleetWith({ rules: [{ effects: ['destructive'] }] });
    removeNamespace = await ownNamespace(local, namespace);
  });
  afterAll(async () => {
    await removeNamespace();
    await Promise.all(fleets.map((each) => each.close()));
    await local.close();
  });

  describe.each(['legacy', 'current'])('on %s', (cluster) => {
    const admin = (method: string, path: string, body?: unknown) => local.cluster(cluster).adminClient.request(method, path, body);
    const make = async (name: string): Promise<void> => {
      expect((await admin('POST', maps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })).status).toBe(201);
    };
    const status = async (name: string): Promise<number> => (await admin('GET', `${maps}/${name}`)).status;
    const inputOf = (name: string) => ({ cluster, apiVersion: 'v1', kind: 'ConfigMap', namespace, name });
    const remove = (name: string, more: object = {}, by = fleet) =>
      by.call({ operation: 'resources_delete', input: inputOf(name), caller: ada, ...more });
    /** What the call is refused with where nobody can be asked. */
    const givenFor = async (name: string, by = fleet): Promise<string> => {
      const { code, details } = await failureOf(remove(name, {}, by));
      expect(code).toBe('CONFIRMATION_REQUIRED');
      return String(details?.['confirmation']);
    };

    test('are asked about, with what they would do, and run when the person agrees', async () => {
      await make('asked');
      const plans: ConfirmationPlan[] = [];
      const confirm: Confirmer = async (plan) => {
        plans.push(plan);
        expect(await status('asked')).toBe(200);
        return 'accepted';
      };
      const { output } = await remove('asked', { confirm });
      expect(output).toMatchObject({ status: 'deleted', dry_run: false });
      expect(await status('asked')).toBe(404);
      expect(plans).toHaveLength(1);
      expect(plans[0]).toMatchObject({
        operation: 'resources_delete',
        effect: 'destructive',
        cluster,
        rule: 0,
        input: { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'asked' },
        preview: expect.stringContaining('would be deleted'),
      });
      expect(plans[0]?.text).toContain(`on cluster ${cluster}`);
      expect(plans[0]?.text).toContain('name: asked');
    });

    test.each(['declined', 'cancelled'] as const)('do nothing when they are %s', async (answer) => {
      await make(`kept-${answer}`);
      const failure = await failureOf(remove(`kept-${answer}`, { confirm: async () => answer }));
      expect(failure).toMatchObject({ code: 'OPERATION_DECLINED', cluster, message: expect.stringContaining('Nothing was done') });
      expect(await status(`kept-${answer}`)).toBe(200);
    });

    test('do nothing when the question fails, or is answered with something else', async () => {
      await make('unasked');
      const broken = async (): Promise<never> => {
        throw new Error('no screen');
      };
      expect(await failureOf(remove('unasked', { confirm: broken }))).toMatchObject({
        code: 'OPERATION_DECLINED',
        cause: { message: 'no screen' },
      });
      const odd: unknown = async () => 'Accepted';
      expect(await failureOf(remove('unasked', { confirm: odd as Confirmer }))).toMatchObject({ code: 'OPERATION_DECLINED' });
      expect(await status('unasked')).toBe(200);
    });

    test('run once with the confirmation that was given for them', async () => {
      await make('repeated');
      const failure = await failureOf(remove('repeated'));
      expect(failure).toMatchObject({
        code: 'CONFIRMATION_REQUIRED',
        httpStatus: 428,
        cluster,
        details: { plan: { operation: 'resources_delete', cluster }, confirmation: expect.stringMatching(/^[0-9a-f]{32}$/) },
      });
      const confirmation = String(failure.details?.['confirmation']);
      expect(failure.hint).toContain(confirmation);
      expect(failure.message).toContain('would be deleted');
      expect(await status('repeated')).toBe(200);
      await remove('repeated', { confirmation });
      expect(await status('repeated')).toBe(404);
      await make('repeated');
      expect(await failureOf(remove('repeated', { confirmation }))).toMatchObject({
        code: 'CONFIRMATION_INVALID',
        cluster,
        details: { reason: 'unknown' },
      });
      expect(await status('repeated')).toBe(200);
    });

    test('take the confirmation among their parameters too', async () => {
      await make('as-parameter');
      const confirmation = await givenFor('as-parameter');
      await fleet.call({ operation: 'resources_delete', input: { ...inputOf('as-parameter'), confirmation }, caller: ada });
      expect(await status('as-parameter')).toBe(404);
      for (const wrong of [7, '', null, ['x']]) {
        const call = fleet.call({ operation: 'resources_delete', input: { ...inputOf('any'), confirmation: wrong }, caller: ada });
        expect(await failureOf(call)).toMatchObject({ code: 'CONFIRMATION_INVALID' });
      }
    });

    test('are not confirmed by what was given for another object, operation, cluster or caller, which is then used up', async () => {
      await make('bound');
      await make('other');
      const elsewhere = cluster === 'legacy' ? 'current' : 'legacy';
      const attempts: [string, (confirmation: string) => Promise<unknown>][] = [
        ['other-call', (confirmation) => remove('other', { confirmation })],
        ['other-call', (confirmation) => remove('bound', { confirmation, input: { ...inputOf('bound'), gracePeriodSeconds: 0 } })],
        ['other-call', (confirmation) => remove('bound', { confirmation, input: { ...inputOf('bound'), cluster: elsewhere } })],
        [
          'other-call',
          (confirmation) =>
            fleet.call({ operation: 'pods_delete', input: { cluster, namespace, name: 'bound' }, caller: ada, confirmation }),
        ],
      ];
      for (const [reason, attempt] of attempts) {
        const confirmation = await givenFor('bound');
        expect(await failureOf(attempt(confirmation))).toMatchObject({ code: 'CONFIRMATION_INVALID', details: { reason } });
        expect(await failureOf(remove('bound', { confirmation }))).toMatchObject({ details: { reason: 'unknown' } });
      }
      const confirmation = await givenFor('bound');
      const eve = { id: 'eve', stateful: true };
      expect(await failureOf(remove('bound', { confirmation, caller: eve }))).toMatchObject({ details: { reason: 'unknown' } });
      expect(await status('bound')).toBe(200);
      expect(await status('other')).toBe(200);
      // Someone else's attempt takes nothing from the caller it was given to.
      await remove('bound', { confirmation });
      expect(await status('bound')).toBe(404);
    });

    test('are not confirmed after the time is over', async () => {
      const hasty = fleetWith({ ttl: '50ms', rules: [{ effects: ['destructive'] }] });
      await make('late');
      const { details } = await failureOf(remove('late', {}, hasty));
      const expiresAt = Date.parse(String(details?.['expiresAt']));
      await vi.waitFor(() => {
        expect(Date.now()).toBeGreaterThan(expiresAt);
      });
      const late = await failureOf(remove('late', { confirmation: details?.['confirmation'] }, hasty));
      expect(late).toMatchObject({ code: 'CONFIRMATION_INVALID', details: { reason: 'expired' } });
      const asleep: Confirmer = (_plan, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('cancelled')));
      const unanswered = await failureOf(remove('late', { confirm: asleep }, hasty));
      expect(unanswered).toMatchObject({ code: 'OPERATION_DECLINED', message: expect.stringContaining('nobody answered within 50ms') });
      expect(await status('late')).toBe(200);
    });

    test('end with their caller while a person thinks', async () => {
      await make('hung-up');
      const gone = new AbortController();
      const confirm: Confirmer = () => {
        gone.abort();
        return new Promise(() => undefined);
      };
      expect(await failureOf(remove('hung-up', { confirm, signal: gone.signal }))).toMatchObject({ code: 'CANCELLED', cluster });
      expect(await status('hung-up')).toBe(200);
    });

    test('are not asked about when they are dry runs, or when nothing could be done', async () => {
      const confirm: Confirmer = () => Promise.reject(new Error('asked'));
      await make('tried');
      const { output } = await remove('tried', { confirm, input: { ...inputOf('tried'), dry_run: true } });
      expect(output).toMatchObject({ dry_run: true });
      expect(await failureOf(remove('not-there', { confirm }))).toMatchObject({ code: 'NOT_FOUND', cluster });
    });

    test('forget what was given when the answer is no, and with their caller', async () => {
      await make('forgotten');
      const given = await givenFor('forgotten');
      await failureOf(remove('forgotten', { confirm: async () => 'declined' }));
      expect(await failureOf(remove('forgotten', { confirmation: given }))).toMatchObject({ details: { reason: 'unknown' } });
      const another = await givenFor('forgotten');
      fleet.forgetCaller(ada);
      expect(await failureOf(remove('forgotten', { confirmation: another }))).toMatchObject({ details: { reason: 'unknown' } });
      expect(await status('forgotten')).toBe(200);
    });

    test('show no secret in the plan, and what manifests describe', async () => {
      const careful = fleetWith({ rules: [{ kinds: ['secrets'] }] });
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'plain', namespace }, stringData: { entry: 'hunter2-canary' } };
      const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'beside', namespace } };
      const resource = `${JSON.stringify(map)}\n---\n${JSON.stringify(secret)}`;
      const input = { cluster, resource };
      const failure = await failureOf(careful.call({ operation: 'resources_create_or_update', input, caller: ada }));
      expect(failure).toMatchObject({
        code: 'CONFIRMATION_REQUIRED',
        details: { plan: { objects: [`ConfigMap ${namespace}/beside`, `Secret ${namespace}/plain`] } },
      });
      expect(JSON.stringify(failure)).not.toContain('hunter2-canary');
      expect((await admin('GET', `/api/v1/namespaces/${namespace}/secrets/plain`)).status).toBe(404);
      // Of no kind that a rule names.
      await careful.run('resources_create_or_update', { cluster, resource: JSON.stringify(map) });
      expect(await status('beside')).toBe(200);
    });

    test('what people answer and what runs is told once, and no confirmation is in it', async () => {
      const told: OperationFinished[] = [];
      const watched = fleetWith({ rules: [{ operations: ['honest_*'] }] });
      watched.on('operation-finished', (finished) => told.push(finished));
      const write = (name: string, more: object) =>
        watched.call({ operation: 'honest_write', input: { cluster, namespace, name }, caller: ada, ...more });
      const { details } = await failureOf(write('told', {}));
      await write('told', { confirmation: details?.['confirmation'] });
      await failureOf(write('told', { confirm: async () => 'declined' }));
      await write('told-too', { confirm: async () => 'accepted' });
      expect(told.map(({ outcome, code, confirmation }) => [outcome, code, confirmation])).toEqual([
        ['refused', 'CONFIRMATION_REQUIRED', undefined],
        ['ok', undefined, 'repeated'],
        ['refused', 'OPERATION_DECLINED', undefined],
        ['ok', undefined, 'asked'],
      ]);
      expect(JSON.stringify(told)).not.toContain(String(details?.['confirmation']));
    });
  });

  test('a call that needs no confirmation takes none', async () => {
    const input = { cluster: 'current' };
    expect(await failureOf(fleet.call({ operation: 'pods_list', input, confirmation: 'x' }))).toMatchObject({
      code: 'CONFIRMATION_INVALID',
      details: { reason: 'not-asked' },
    });
    const asParameter = fleet.call({ operation: 'pods_list', input: { ...input, confirmation: 'x' } });
    expect(await failureOf(asParameter)).toMatchObject({ code: 'INPUT_INVALID', message: expect.stringContaining('"confirmation"') });
    expect(fleet.mayAsk(fleet.operations.get('pods_list'))).toBe(false);
    expect(fleet.mayAsk(fleet.operations.get('pods_delete'))).toBe(true);
  });

  test('what is refused anyway is not asked about', async () => {
    const confirm: Confirmer = () => Promise.reject(new Error('asked'));
    const input = { cluster: 'current', namespace, name: 'x' };
    const limited = fleet.call({ operation: 'pods_delete', input, confirm, limits: { access: 'read-only' } });
    expect(await failureOf(limited)).toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
    expect(await failureOf(fleet.call({ operation: 'pods_delete', input: { ...input, name: '' }, confirm }))).toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});
