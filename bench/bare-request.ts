import { Agent, request } from 'node:https';

/** The floor: one keep-alive request of node:https, answer parsed. */
export function bareClient(kubeconfig: { server: string; certificateAuthority: string; certificate: string; key: string }): {
  get(path: string): Promise<unknown>;
  close(): void;
} {
  const { server, certificateAuthority, certificate, key } = kubeconfig;
  const agent = new Agent({ keepAlive: true, ca: certificateAuthority, cert: certificate, key, maxSockets: 8 });
  return {
    get: (path) =>
      new Promise((resolve, reject) => {
        const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
        const outgoing = request(new URL(path, server), { agent, headers }, (message) => {
          const chunks: Buffer[] = [];
          message.on('data', (chunk: Buffer) => chunks.push(chunk));
          message.on('end', () => {
            resolve(JSON.parse(Buffer.concat(chunks).toString()));
          });
        });
        outgoing.on('error', reject);
        outgoing.end();
      }),
    close: () => {
      agent.destroy();
    },
  };
}
