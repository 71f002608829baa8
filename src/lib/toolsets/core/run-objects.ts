import type { PlainObject } from '../../kubernetes/object-values.js';
import { runLabels } from './run-labels.js';

/** What to run. */
export interface RunRequest {
  readonly image: string;
  readonly port?: number | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Program and arguments; absent: those of the image. */
  readonly command?: readonly string[] | undefined;
}

/** A pod of one container, `main`. */
export function runPod(name: string, { image, port, env, command }: RunRequest): PlainObject {
  const container = {
    name: 'main',
    image,
    ...(command === undefined ? {} : { command }),
    ...(port === undefined ? {} : { ports: [{ containerPort: port }] }),
    ...(env === undefined ? {} : { env: Object.entries(env).map(([key, value]) => ({ name: key, value })) }),
  };
  return { metadata: { labels: runLabels(name) }, spec: { containers: [container] } };
}

/** A service inside of the cluster in front of that pod. */
export function runService(name: string, port: number): PlainObject {
  const labels = runLabels(name);
  return { metadata: { labels }, spec: { type: 'ClusterIP', selector: labels, ports: [{ port, targetPort: port }] } };
}
