import { integer, optionalText, toggle } from './fields.js';

/** The top-level keys of the audit log. */
export const auditKeys = () => ({
  auditLog: optionalText(
    'File that gets one line of JSON per operation: time, user, cluster, operation, outcome, and what decided. Created with mode 0600.',
    { kind: 'path' },
  ),
  auditMaxSize: integer(
    50 * 1024 * 1024,
    { minimum: 4_096, maximum: 10 * 1024 ** 3 },
    'Bytes that the audit log may hold before it is put aside as FILE.1.',
  ),
  auditKeep: integer(5, { minimum: 1, maximum: 1_000 }, 'Audit logs put aside that are kept; older ones are deleted.'),
  auditRequired: toggle(
    false,
    'Nothing is done that cannot be audited: writes get a line before they begin, and a line that cannot be written fails the call.',
  ),
});
