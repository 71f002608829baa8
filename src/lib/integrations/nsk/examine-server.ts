import { createHash } from 'node:crypto';
import { toFleetError, type FleetError } from '../../errors.js';
import { isRecord, parseJson } from '../../platform/plain-records.js';
import { RancherClient } from '../rancher/rancher-client.js';
import { rancherFailure } from '../rancher/rancher-failure.js';
import type { RancherFinding } from './finding.js';
import type { NskIntegrationOptions } from './nsk-options.js';
import { openClient } from './open-client.js';

/** Whether Rancher answers at its address. A client comes back where it does, and a token is known; whoever gets it closes it. */
export async function examineServer(
  options: NskIntegrationOptions,
  signal: AbortSignal,
): Promise<{ readonly findings: readonly RancherFinding[]; readonly client?: RancherClient }> {
  const { rancherUrl: url, rancherInsecure = false, rancherToken } = options;
  if (url === undefined) return { findings: [{ state: 'note', what: 'no rancher_url: only the program nsk knows where Rancher is' }] };
  const findings: RancherFinding[] = [];
  if (url.startsWith('http:'))
    findings.push({ state: 'note', what: `${url} is not encrypted`, why: 'The token travels in the clear.', advice: 'Use https.' });
  if (rancherInsecure && options.certificateAuthority === undefined)
    findings.push({
      state: 'note',
      what: 'the certificate of Rancher is not checked (rancher_insecure)',
      why: 'Whoever stands in between gets the token.',
      advice: 'Give its authority (ca), or the SHA-256 of it (ca_checksum).',
    });
  // Only what Rancher tells everyone is asked for before it is known to be one.
  const client = openClient({ ...options, rancherToken: rancherToken ?? (() => '') });
  try {
    const answer = await client.send({ path: '/ping', authenticated: false, signal });
    if (answer.status !== 200 || answer.text.trim() !== 'pong') throw rancherFailure(client.name, 'say that it is one (/ping)', answer);
    const version = await client.version(signal);
    findings.push({ state: 'ok', what: `Rancher answers at ${client.url}: ${version ?? 'it tells no version (before v2.7)'}` });
    if (rancherToken !== undefined) return { findings, client };
    findings.push({ state: 'note', what: 'no rancher_token: what nsk uses cannot be looked at' });
  } catch (thrown) {
    signal.throwIfAborted();
    findings.push(await unreachable(options, toFleetError(thrown), signal));
  }
  client.close();
  return { findings };
}

async function unreachable(options: NskIntegrationOptions, error: FleetError, signal: AbortSignal): Promise<RancherFinding> {
  const why = 'Nothing can be refreshed; the kubeconfigs at hand stay in use as long as their tokens do.';
  const finding = { state: 'fail', what: `${error.code}: ${error.message}`, why } as const;
  switch (error.code) {
    case 'DNS_FAILED':
      return { ...finding, advice: 'Check the host name in rancher_url, DNS and VPN.' };
    case 'CONNECTION_REFUSED':
      return { ...finding, advice: 'Check host and port of rancher_url, and that Rancher and what stands in front of it run.' };
    case 'TLS_FAILED':
      return { ...finding, advice: await tlsAdvice(options, signal) };
    case 'BAD_RESPONSE':
    case 'NOT_FOUND':
      return {
        ...finding,
        advice: 'rancher_url leads to something else: give the address that the browser shows for Rancher, with https and without a path.',
      };
    default:
      return { ...finding, advice: error.hint };
  }
}

/** What the authority is that would have to be trusted, so that somebody who knows can compare it. No token goes there. */
async function tlsAdvice(
  { rancherUrl: url = '', certificateChecksum, timeoutMs }: NskIntegrationOptions,
  signal: AbortSignal,
): Promise<string> {
  const stranger = new RancherClient({ url, token: () => '', insecure: true, timeoutMs });
  try {
    const answer = await stranger.send({ path: '/v3/settings/cacerts', authenticated: false, signal });
    const body = parseJson(answer.text);
    const pem = isRecord(body) && typeof body['value'] === 'string' ? body['value'] : '';
    if (pem === '')
      return 'Give the authority of its certificate as a PEM file (ca). RANCHER_INSECURE=true is for test installations only.';
    const sum = createHash('sha256').update(pem).digest('hex');
    const against = certificateChecksum === undefined ? '' : ` The configured one is ${certificateChecksum}.`;
    return `It gives an authority with SHA-256 ${sum}.${against} Compare it with the setting cacerts as an administrator of Rancher sees it; if it is the same, set ca_checksum to it, or ca to the PEM file.`;
  } catch {
    signal.throwIfAborted();
    return 'Give the authority of its certificate (ca or ca_checksum), and check that rancher_url has the host name of its certificate.';
  } finally {
    stranger.close();
  }
}
