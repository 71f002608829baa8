import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseManifests } from '../../../src/lib/kubernetes/parse-manifests.js';
import type { LocalFleet } from '../../../src/testing/index.js';
import { describeWithFleet, sharedFleet } from '../../support/fleet.js';
import { temporaryDirectory } from '../../support/kubeconfigs.js';

const run = promisify(execFile);

// Not in it: `yes`, `on` and `y` without quotes. kubectl makes them true, also where they are names; here they stay texts.
const TEXT = `
# what people write
apiVersion: v1
kind: Pod
metadata:
  name: odd
  annotations: {date: "2026-01-02", empty: ""}
spec:
  terminationGracePeriodSeconds: 0x1F
  volumes:
  - name: files
    configMap: {name: x, defaultMode: 0644}
  - {name: more, configMap: {name: why, defaultMode: 420, optional: true}}
  containers:
  - &main
    name: main
    image: example.test/app:1
    args: ["--date=2026-01-02", '0644', ~ text]
    command:
    - |-
      two
      lines
    - >
      folded
      text
    resources: {limits: {cpu: 1, memory: 1e3}}
  - <<: *main
    name: second
    stdin: True
---
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: in-list}, data: {octal: "0644"}}
`;

await describeWithFleet('manifests', () => {
  let local: LocalFleet;
  const folder = temporaryDirectory();
  beforeAll(async () => {
    local = await sharedFleet();
  });
  afterAll(async () => {
    folder.remove();
    await local.close();
  });

  test('mean what they mean to kubectl', async () => {
    const file = join(folder.path, 'manifests.yaml');
    await writeFile(file, TEXT);
    const kubeconfig = await local.cluster('current').kubeconfigPath();
    const words = ['--kubeconfig', kubeconfig, 'create', '--dry-run=client', '--validate=false', '-o', 'json', '-f', file];
    const { stdout } = await run('kubectl', words);
    // One document after the other, each closed by a brace of its own line.
    const theirs = stdout
      .trimEnd()
      .split(/(?<=^\})\n/m)
      .map((document) => JSON.parse(document) as { metadata: { namespace?: string } });
    const ours = (await parseManifests(TEXT)).map(({ object }) => object);
    // kubectl fills in the namespace.
    for (const { metadata } of theirs) delete metadata.namespace;
    expect(ours).toEqual(theirs);
  });
});
