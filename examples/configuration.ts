// Reads the same configuration as the `fleetwright` command: flags over environment over file over defaults, all problems at once.
// Run: npx tsx examples/configuration.ts FOLDER
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationReference, createFleet, FleetError, hostEnvironment, loadConfig, parseDuration } from 'fleetwright';

const directory = await mkdtemp(join(tmpdir(), 'fleetwright-configuration-'));
const file = join(directory, 'fleet.toml');
await writeFile(file, 'kubeconfig_dir = "${CLUSTERS}"\nprobe_timeout = "3s"\n\n[access.environments]\nprod = "read-only"\n');

const environment = { ...hostEnvironment(), CLUSTERS: process.argv[2] ?? '/etc/clusters' };
const { config, provenance } = await loadConfig({ file, flags: { 'read-only': true }, environment });
assert.equal(config.probeTimeout, parseDuration('3s')); // durations are milliseconds
assert.equal(provenance['probe_timeout'], 'file');
assert.equal(provenance['read_only'], 'flag');

await writeFile(file, 'read_onyl = true\nprobe_concurrency = "many"\n');
const wrong = await loadConfig({ file, environment: {} }).catch((error: unknown) => error);
await rm(directory, { recursive: true });
assert.ok(FleetError.isInstance(wrong) && wrong.code === 'CONFIG_INVALID');
console.log(wrong.message);
assert.ok(configurationReference().some(({ key }) => key === 'probe_concurrency'));

const fleet = createFleet(config);
assert.notEqual((await fleet.clusters.list()).length, 0, 'there is no kubeconfig in the folder');
await fleet.close();
