import type { LocalApiClient } from '../api-client.js';
import type { LocalClusterDescription } from '../cluster-description.js';
import { createObject, patchObject } from './create-object.js';

const CAPACITY = { 'cpu': '32', 'memory': '128Gi', 'pods': '1000', 'ephemeral-storage': '500Gi' };

/** Creates the Node objects; without a simulator they are made Ready here. The first one is the control plane. */
export async function seedNodes(client: LocalApiClient, cluster: LocalClusterDescription): Promise<void> {
  await Promise.all(
    cluster.nodes.map(async (name, index) => {
      await createObject(client, '/api/v1/nodes', node(name, index === 0, cluster));
      if (!cluster.simulated) await patchObject(client, `/api/v1/nodes/${name}/status`, { status: readyStatus(name) });
    }),
  );
}

function node(name: string, controlPlane: boolean, cluster: LocalClusterDescription): object {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        [`node-role.kubernetes.io/${controlPlane && cluster.nodes.length > 1 ? 'control-plane' : 'worker'}`]: '',
      },
    },
    status: {
      allocatable: CAPACITY,
      capacity: CAPACITY,
      nodeInfo: {
        architecture: 'amd64',
        bootID: '',
        containerRuntimeVersion: 'containerd://simulated',
        kernelVersion: 'simulated',
        kubeletVersion: `v${cluster.version}`,
        kubeProxyVersion: `v${cluster.version}`,
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'simulated',
        systemUUID: '',
      },
    },
  };
}

function readyStatus(name: string): object {
  const now = new Date().toISOString();
  const condition = (type: string, status: string): object => ({
    type,
    status,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
    reason: 'Seeded',
    message: '',
  });
  return {
    conditions: [
      condition('Ready', 'True'),
      condition('MemoryPressure', 'False'),
      condition('DiskPressure', 'False'),
      condition('PIDPressure', 'False'),
    ],
    addresses: [
      { type: 'InternalIP', address: '127.0.0.1' },
      { type: 'Hostname', address: name },
    ],
  };
}
