/** A deployment of `replicas` pods, as small as it can be. */
export function deployment(name: string, replicas: number, annotations: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      progressDeadlineSeconds: 600,
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations }, spec: { containers: [{ name: 'main', image: 'example.test/app:1' }] } },
    },
  };
}
