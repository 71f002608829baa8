import type { ClusterContext } from '../../context.js';
import { FleetError } from '../../errors.js';
import { countObjects } from '../../kubernetes/listing/count-objects.js';
import { contradiction, type ListInput } from '../../kubernetes/listing/list-fields.js';
import type { ListAnswer } from '../../kubernetes/listing/list-output.js';
import { listObjects, listValues } from '../../kubernetes/listing/object-list.js';
import { readTable } from '../../kubernetes/listing/read-table.js';
import { summarise } from '../../kubernetes/listing/summarise.js';

/** Lists one kind on the cluster of the context. @throws FleetError INPUT_INVALID for parameters that do not go together */
export async function listResources(context: ClusterContext, apiVersion: string, kind: string, input: ListInput): Promise<ListAnswer> {
  const refusal = contradiction(input);
  if (refusal !== undefined) throw new FleetError('INPUT_INVALID', `${refusal}. Nothing was read.`);
  const resource = { apiVersion, kind };
  const { projection, output } = input;
  if (input.summary === true) return summarise(context, resource, input);
  if (projection !== undefined) return listValues(context, resource, { ...input, projection });
  if (output === 'count') return countObjects(context, resource, input);
  if (output === 'json' || output === 'yaml') return listObjects(context, resource, input, output);
  return readTable(context, resource, input);
}
