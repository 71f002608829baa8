import { Agent, request } from 'node:http';
import { bareClient } from '../bare-request.js';
import { apiAccess, startRest } from '../http/rest-site.js';
import { median, times, type Measure } from '../measure.js';
import { SMALL_NAMESPACE, type Site } from '../site.js';

const ROUNDS = 100;
const LIST = `/v1/core/pods_list_in_namespace?cluster=legacy&namespace=${SMALL_NAMESPACE}`;
const BARE_LIST = `/api/v1/namespaces/${SMALL_NAMESPACE}/pods?includeObject=None&limit=200`;

/** What a call over HTTP takes longer than the request it makes, one at a time over kept-alive connections. */
export async function overheadScenario(site: Site): Promise<Measure[]> {
  const { server, ca: certificateAuthority, cert: certificate, key } = apiAccess(site);
  const rest = await startRest(site);
  const bare = bareClient({ server, certificateAuthority, certificate, key });
  const agent = new Agent({ keepAlive: true });
  const call = (): Promise<unknown> => get(agent, rest.port, LIST);
  const ask = (): Promise<unknown> => bare.get(BARE_LIST);
  try {
    await times(200, call);
    await times(50, ask);
    const ours: number[] = [];
    const floor: number[] = [];
    const before = rest.cpuMilliseconds();
    // Interleaved, so that a noisy moment of the machine falls on both.
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(...(await times(5, call)));
      floor.push(...(await times(5, ask)));
    }
    const after = rest.cpuMilliseconds();
    return [
      {
        name: 'REST call over the bare request to the API server, median',
        value: median(ours) - median(floor),
        unit: 'ms',
        must: { bound: 2, kind: 'at-most' },
        others: { 'bare request': median(floor), 'REST call': median(ours) },
      },
      { name: 'processor time of a REST call', value: (after - before) / ours.length, unit: 'ms' },
    ];
  } finally {
    agent.destroy();
    bare.close();
    await rest.close();
  }
}

function get(agent: Agent, port: number, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ agent, host: '127.0.0.1', port, path, headers: { Accept: 'application/json' } }, (message) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (message.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(`${String(message.statusCode)}: ${text}`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
