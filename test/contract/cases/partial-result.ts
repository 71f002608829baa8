import { expect, test } from 'vitest';
import type { JsonObject } from '../carriers/carrier.js';
import { successOf, type StageOf } from './case.js';

export function testPartialResult(stage: StageOf): void {
  const everywhere = { operation: 'pods_list_in_namespace', parameters: { namespace: 'team-a' }, clusters: 'legacy,current' };
  const ask = async (name: string, input: JsonObject): Promise<JsonObject> => successOf(await stage().call('troubled', name, input)).output;

  test('a stopped cluster is told beside the answers of the others', async () => {
    const { faults } = stage().world.clusters.cluster('legacy');
    expect(await ask('clusters_exec_all', everywhere)).toMatchObject({ coverage: { matched: 2, ok: 2, failed: 0 }, failures: [] });
    await faults.stop();
    try {
      const output = await ask('clusters_exec_all', everywhere);
      expect(output).toMatchObject({
        coverage: { matched: 2, ok: 1, failed: 1 },
        failures: [{ cluster: 'legacy', code: 'CONNECTION_REFUSED' }],
      });
      expect(clustersIn(output)).toEqual(['current']);
      const text = await stage().read('troubled', 'clusters_exec_all', everywhere);
      expect(text).toMatch(/legacy: CONNECTION_REFUSED/);
      expect(text).toContain('pod-0002');

      const status = await ask('clusters_status', { clusters: 'legacy,current' });
      expect(status).toMatchObject({
        clusters: [
          { cluster: 'current', status: 'Ready' },
          { cluster: 'legacy', status: expect.not.stringMatching(/^Ready$/) },
        ],
        coverage: { matched: 2, ok: 1, failed: 1 },
      });
    } finally {
      await faults.clear();
    }
    expect(clustersIn(await ask('clusters_exec_all', everywhere))).toEqual(['current', 'legacy']);
  });
}

/** The clusters that rows came from: the first column. */
function clustersIn({ columns, rows }: JsonObject): string[] {
  if (!Array.isArray(columns) || !Array.isArray(rows)) throw new Error('There is no table.');
  expect(String(columns[0]).toLowerCase()).toBe('cluster');
  return [...new Set(rows.map((row: unknown[]) => String(row[0])))].sort();
}
