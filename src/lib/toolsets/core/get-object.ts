import type { z } from 'zod';
import { FleetError } from '../../errors.js';
import { compileJsonPath } from '../../kubernetes/json-path.js';
import { textAt, type PlainObject } from '../../kubernetes/object-values.js';
import { slimObject } from '../../kubernetes/slim-object.js';
import { redact } from '../../platform/redact.js';
import type { formatField, objectOutput } from './object-output.js';

interface Shown {
  readonly output?: z.output<ReturnType<typeof formatField>>;
  readonly path?: string | undefined;
  /** Secrets may be shown. */
  readonly reveal?: boolean | undefined;
}

/** The object, or a part of it, as its reader wants it. @throws FleetError INPUT_INVALID for a path that is none, NOT_FOUND for one that leads nowhere */
export async function showObject(object: PlainObject, { output, path, reveal = false }: Shown): Promise<z.input<typeof objectOutput>> {
  const format = output === undefined ? {} : { format: output };
  const slim = slimObject(object);
  if (path === undefined) return { object: slim, ...format };
  const find = await compileJsonPath(path, 'path');
  // Masked as a whole first: a part alone does not tell that it comes from a Secret.
  const whole = path.includes('managedFields') ? object : slim;
  const values = find(reveal ? whole : redact(whole));
  if (values.length === 0) throw nothingThere(slim, path);
  return { object: { [path]: values.length === 1 ? values[0] : values }, ...format };
}

function nothingThere(object: PlainObject, path: string): FleetError {
  const kind = textAt(object, 'kind') ?? 'Object';
  const name = [textAt(object, 'metadata', 'namespace') ?? [], textAt(object, 'metadata', 'name') ?? []].flat().join('/');
  return new FleetError(
    'NOT_FOUND',
    `${kind} ${name} is there, but has nothing at ${JSON.stringify(path)}. Its members: ${Object.keys(object).join(', ')}; without path the whole of it is shown.`,
    { details: { parameter: 'path' } },
  );
}
