/** What the status column of pods means: how bad it is, and why. States of well pods are not here. */
const STATES: readonly { readonly says: RegExp; readonly severity: 'critical' | 'warning' | 'info'; readonly meaning: string }[] = [
  { says: /CrashLoopBackOff$/, severity: 'critical', meaning: 'their containers keep ending: exit codes and previous logs say why' },
  { says: /OOMKilled$/, severity: 'critical', meaning: 'they used more memory than their limit' },
  {
    says: /(ImagePullBackOff|ErrImagePull|ErrImageNeverPull|InvalidImageName|ImageInspectError)$/,
    severity: 'critical',
    meaning: 'their images cannot be pulled: name, login or registry',
  },
  {
    says: /(CreateContainer(Config)?Error|RunContainerError|StartError|ContainerCannotRun)$/,
    severity: 'critical',
    meaning: 'their containers cannot be started: configuration, missing ConfigMaps or Secrets, or the command',
  },
  {
    says: /^Evicted$/,
    severity: 'warning',
    meaning: 'a node ran short of something and threw them off; the records stay until they are deleted',
  },
  { says: /^(NodeLost|Unknown)$/, severity: 'critical', meaning: 'their node does not report any more' },
  {
    says: /^(Error|Failed|DeadlineExceeded|ContainerStatusUnknown|.*ExitCode:.*)$/,
    severity: 'warning',
    meaning: 'they ended with an error',
  },
  { says: /^Pending$/, severity: 'warning', meaning: 'no node took them yet, or their node has not seen them: the scheduler says why' },
  { says: /^SchedulingGated$/, severity: 'info', meaning: 'scheduling gates hold them' },
  { says: /^Init:/, severity: 'warning', meaning: 'their init containers are not through' },
  {
    says: /^(ContainerCreating|PodInitializing)$/,
    severity: 'info',
    meaning: 'they are starting; for long, where a volume or the network fails',
  },
  { says: /^Terminating$/, severity: 'info', meaning: 'they are being deleted; for long, where a finalizer or the node holds them' },
  { says: /^(NotReady|Running)$/, severity: 'warning', meaning: 'they run and are not ready: readiness probes' },
];

const OTHER = { severity: 'warning', meaning: 'they are neither running nor completed' } as const;

export function stateMeaning(state: string): { readonly severity: 'critical' | 'warning' | 'info'; readonly meaning: string } {
  return STATES.find(({ says }) => says.test(state)) ?? OTHER;
}
