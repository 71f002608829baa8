import { z } from 'zod';
import { integer, optionalText } from './fields.js';

/** `[files]`: the folder of this machine that files are copied to and from. */
export const filesSection = () =>
  z.strictObject({
    root: optionalText('The only folder of this machine that `pods_cp` reads from and writes to. Absent: it copies nothing.', {
      kind: 'path',
    }),
    maxBytes: integer(100 * 1024 * 1024, { minimum: 1, maximum: 2 ** 40 }, 'Bytes of all files of one copy at most.'),
    maxFiles: integer(10_000, { minimum: 1, maximum: 1_000_000 }, 'Files and folders of one copy at most.'),
  });
