import { directKubeconfigs } from '../direct-kubeconfigs.js';
import type { Site } from '../site.js';
import { MeasuredProgram } from './measured-program.js';

/** What a client needs to reach the API server of `legacy` itself, as PEM texts. */
export interface ApiAccess {
  readonly server: string;
  readonly port: number;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** Starts the HTTP API on the fleet of the site, with no proxy between it and the API servers. */
export async function startRest(site: Site): Promise<MeasuredProgram> {
  return MeasuredProgram.start('rest-server.mjs', await directKubeconfigs(site));
}

/** The same credentials as the HTTP API uses. */
export function apiAccess(site: Site): ApiAccess {
  const cluster = site.fleet.cluster('legacy');
  const { user } = cluster.kubeconfig('admin').users[0];
  const decode = (value: string | undefined): string => Buffer.from(String(value), 'base64').toString();
  return {
    server: cluster.directServer,
    port: cluster.description.port,
    ca: cluster.certificateAuthority,
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
  };
}
