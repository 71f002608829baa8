import type { UnreachableReason } from '../../index.js';

/** What to do about a cluster that could not be used, by the reason that `clusters_status` gives. */
export const REASON_ADVICE = {
  'dns': 'Check the host name in the kubeconfig, and that DNS and VPN are up.',
  'refused': 'Check that the API server runs at the address in the kubeconfig.',
  'tls': 'Check the certificate authority and the server name in the kubeconfig.',
  'timeout': 'Check the network path, the VPN and the firewall to the API server.',
  '401': 'Log in again, or fetch a new kubeconfig.',
  '403': 'Ask for the permission to list nodes and namespaces; other operations may work.',
  'expired-certificate': 'Renew the certificate, or fetch a new kubeconfig.',
  'expired-session': 'Log in again.',
  'proxy': 'Check proxy-url in the kubeconfig, and that the proxy runs.',
  'connection': 'Check the network path to the API server; something closes the connection.',
  'bad-response': 'Check the server URL in the kubeconfig: what answers there is no Kubernetes API server.',
  'kubeconfig': 'Repair or remove the kubeconfig file.',
  'credential-plugin': 'Install the credential plugin that the kubeconfig names, and run it once by hand.',
  'server-error': 'Look at the logs of the API server, and try again.',
} as const satisfies Record<UnreachableReason, string>;
