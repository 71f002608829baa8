import { z } from 'zod';
import type { ClusterContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { textsAt, valueAt } from '../../kubernetes/object-values.js';
import { defineOperation } from '../../operation.js';
import { isRecord } from '../../platform/plain-records.js';
import { deferred } from '../../platform/deferred.js';

const output = deferred(() =>
  z.object({
    user: z.string().optional(),
    groups: z.array(z.string()),
    uid: z.string().optional(),
    extra: z.record(z.string(), z.array(z.string())).optional(),
    confirmed: z.boolean().describe('Said by the cluster, not only by the credential'),
    said_by: z.string(),
    identified_by: z.enum(['certificate', 'token', 'password', 'none']),
    valid_until: z.string().optional(),
  }),
);

type Output = z.output<typeof output>;

export const whoami = defineOperation({
  name: 'whoami',
  title: 'Who am I here',
  description: 'The user and groups that the cluster sees behind the credential in use.',
  scope: 'cluster',
  effect: 'read',
  idempotent: true,
  input: deferred(() => z.object({})),
  output,
  handler: async (context) => {
    const facts = await context.cluster.credentialFacts(context.signal);
    const means = { identified_by: facts.kind, ...(facts.notAfter === undefined ? {} : { valid_until: facts.notAfter }) };
    const told = await selfReview(context);
    if (told !== undefined) return { ...told, confirmed: true, ...means };
    const { user, groups } = facts;
    return {
      ...(user === undefined ? {} : { user }),
      groups: [...groups],
      confirmed: false,
      said_by: `the ${facts.kind} (this cluster has no SelfSubjectReview)`,
      ...means,
    };
  },
  render: (answer: Output & { cluster?: string }) => {
    const lines = [
      `${answer.cluster ?? ''}: ${answer.user ?? '(unknown user)'}${answer.confirmed ? '' : ' (not confirmed by the cluster)'}`,
      `groups: ${answer.groups.length === 0 ? '-' : answer.groups.join(', ')}`,
      ...(answer.uid === undefined ? [] : [`uid: ${answer.uid}`]),
      ...Object.entries(answer.extra ?? {}).map(([key, values]) => `${key}: ${values.join(', ')}`),
      `identified by: ${answer.identified_by}${answer.valid_until === undefined ? '' : `, valid until ${answer.valid_until}`}; told by ${answer.said_by}`,
    ];
    return lines.join('\n');
  },
});

type Told = Pick<Output, 'user' | 'groups' | 'uid' | 'extra' | 'said_by'>;

/** SelfSubjectReview came in 1.26 (v1alpha1) and is stable since 1.28; before it, a token can be reviewed by who has the right to. */
async function selfReview(context: ClusterContext): Promise<Told | undefined> {
  for (const version of ['v1', 'v1beta1', 'v1alpha1']) {
    const apiVersion = `authentication.k8s.io/${version}`;
    const answer = await unlessRefused(async () => {
      const body = { apiVersion, kind: 'SelfSubjectReview' };
      return (
        await context.cluster.request({ method: 'POST', path: `/apis/${apiVersion}/selfsubjectreviews`, body, signal: context.signal })
      ).json();
    });
    const userInfo = valueAt(answer, 'status', 'userInfo');
    if (isRecord(userInfo)) return toldBy(userInfo, `SelfSubjectReview ${version}`);
  }
  const reviewed = await unlessRefused(() => context.cluster.reviewToken(context.signal));
  const user = valueAt(reviewed, 'user');
  return isRecord(user) ? toldBy(user, 'TokenReview') : undefined;
}

/** What the cluster does not have, or does not let this caller ask, is no failure: there are other ways. */
async function unlessRefused(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (thrown) {
    if (FleetError.isInstance(thrown) && (thrown.code === 'NOT_FOUND' || thrown.code === 'FORBIDDEN')) return undefined;
    throw thrown;
  }
}

function toldBy(userInfo: Readonly<Record<string, unknown>>, said_by: string): Told {
  const { username, uid, extra } = userInfo;
  return {
    ...(typeof username === 'string' ? { user: username } : {}),
    ...(typeof uid === 'string' && uid !== '' ? { uid } : {}),
    groups: textsAt(userInfo, 'groups'),
    ...(isRecord(extra) ? { extra: Object.fromEntries(Object.keys(extra).map((key) => [key, textsAt(extra, key)])) } : {}),
    said_by,
  };
}
