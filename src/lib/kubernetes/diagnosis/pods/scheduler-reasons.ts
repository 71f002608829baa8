/** What the scheduler says of a number of nodes. */
export interface NodesRefused {
  readonly nodes: number;
  /** `Insufficient cpu` */
  readonly reason: string;
}

/** The reasons in `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint {a: b}. preemption: …`. */
export function schedulerReasons(message: string): NodesRefused[] {
  const [, said = ''] = /nodes are available: (.*)$/s.exec(message) ?? [];
  // What releases add after the reasons: what preemption came to, and what became of resource claims.
  const [reasons = ''] = said.split(/\. (?=no new claims|preemption: )/);
  // A taint may hold commas; a new reason begins with its number of nodes.
  return reasons.split(/, (?=\d+ )/).flatMap((part) => {
    const [, nodes = '', reason = ''] = /^(\d+) (.*?)\.?$/s.exec(part.trim()) ?? [];
    return reason === '' ? [] : [{ nodes: Number(nodes), reason }];
  });
}

const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/^Insufficient (\S+)/, 'too little is free of what the pod requests: lower the requests, or add nodes'],
  [/^Too many pods/, 'nodes carry as many pods as they may'],
  [/untolerated taint|had taint/, 'taints keep the pod away: give it a toleration, or remove the taint'],
  [/unschedulable/, 'nodes are cordoned'],
  [/node affinity\/selector|node\(s\) didn't match node selector/, 'no node has the labels that nodeSelector or node affinity ask for'],
  [/anti-affinity/, 'pods that it must not run beside are everywhere'],
  [/pod affinity/, 'pods that it must run beside are not there'],
  [/topology spread/, 'the topology spread constraints leave no node'],
  [/unbound immediate PersistentVolumeClaims/, 'a volume claim is not bound: see the claim'],
  [/persistentvolumeclaim .* not found/, 'a volume claim does not exist'],
  [/volume node affinity conflict/, 'its volume is in another zone than the nodes that have room'],
  [/didn't find available persistent volumes|volume binding/, 'no volume fits its claim'],
  [/max volume count/, 'nodes have as many volumes attached as they may'],
  [/free ports/, 'its host port is taken'],
];

/** What a reason of the scheduler asks of the operator. */
export function meaningOfRefusal(reason: string): string | undefined {
  return MEANINGS.find(([says]) => says.test(reason))?.[1];
}
