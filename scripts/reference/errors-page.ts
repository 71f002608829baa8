import { HTTP_FAILURES } from '../../src/adapters/rest/index.js';
import { ERROR_CODES, UNREACHABLE_REASONS, type ErrorCodeEntry } from '../../src/index.js';
import { code, markdownTable } from './markdown.js';

const COLUMNS = ['code', 'HTTP status', 'same call may work later', 'what to do'];

/** docs/reference/errors.md */
export function errorsPage(): string {
  return `# Error codes

Every failure is a \`FleetError\`: \`code\`, \`message\`, \`hint\`, \`cluster\` (where one was involved), \`retryable\`, \`cause\`, \`details\`.
Programs test \`FleetError.isInstance(error)\` and then \`error.code\`; the text of messages may change, codes do not.
\`error.hint\` is the text of the last column, or something more exact where it is known. \`error.toJSON()\` is the same as plain data.

A program to run: [examples/errors.ts](../../examples/errors.ts).

${markdownTable(COLUMNS, rowsOf(ERROR_CODES))}

## Codes of the HTTP API

What [the HTTP API](../rest.md) answers before an operation is reached; nothing was done.

${markdownTable(COLUMNS, rowsOf(HTTP_FAILURES))}

## Why a cluster is unreachable

\`reason\` of \`clusters_status\` and of the event [\`cluster-unreachable\`](events.md#cluster-unreachable) is one of
${UNREACHABLE_REASONS.map(code).join(', ')}.
`;
}

function rowsOf(table: Readonly<Record<string, ErrorCodeEntry>>): string[][] {
  return Object.entries(table).map(([name, { httpStatus, retryable, hint }]) => [
    code(name),
    String(httpStatus),
    retryable ? 'yes' : 'no',
    hint,
  ]);
}
