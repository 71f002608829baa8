import { toFleetError } from '../../../errors.js';
import { ageOf, moment, plainText } from '../fact-text.js';
import { findingAbout, type Finding } from '../finding.js';
import type { HealthPart, HealthScope } from './health-part.js';

const SOON_MS = 14 * 86_400_000;

/** What the API server says of itself, and how long the certificates of this connection last. */
export const apiServer: HealthPart = async (scope) => {
  const { reading } = scope;
  const { cluster, signal } = reading.context;
  const ready = await reading.part('readiness of the API server', async () => {
    try {
      return (await cluster.request({ path: '/readyz', accept: '*/*', signal })).text;
    } catch (thrown) {
      const error = toFleetError(thrown);
      // Not ready is an answer, not a failure to ask.
      if (error.details?.['httpStatus'] !== 500) throw thrown;
      return error.message;
    }
  });
  if (ready === undefined) return undefined;
  const isReady = ready.trim() === 'ok';
  const finding = findingAbout('API server', {
    severity: 'critical',
    code: 'ApiServerNotReady',
    title: 'the API server says that it is not ready',
    facts: [plainText(ready)],
    meaning: 'etcd or a part of its start-up fails; calls may fail or hang',
  });
  return { facts: [`API server ${isReady ? 'ready' : 'NOT ready'}`], findings: [...(isReady ? [] : [finding]), ...certificates(scope)] };
};

function certificates({ reading }: HealthScope): Finding[] {
  const { serverNotAfter, clientNotAfter } = reading.context.cluster.certificates();
  const ends = [
    ['certificate of the API server', serverNotAfter],
    ['client certificate of this kubeconfig', clientNotAfter],
  ] as const;
  return ends.flatMap(([what, end]): Finding[] => {
    const age = ageOf(end, reading.now);
    if (age === undefined || age < -SOON_MS) return [];
    return [
      findingAbout(what, {
        severity: age > 0 ? 'critical' : 'warning',
        code: 'CertificateEnds',
        title: `the ${what} ends soon`,
        facts: [`valid until ${moment(end, reading.now)}`],
        meaning: 'after that nobody connects any more until it is renewed',
      }),
    ];
  });
}
