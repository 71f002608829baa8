import { ERROR_CODES } from '../../src/index.js';
import { code, markdownTable } from './markdown.js';

/** docs/reference/errors.md */
export function errorsPage(): string {
  const rows = Object.entries(ERROR_CODES).map(([name, entry]) => [
    code(name),
    String(entry.httpStatus),
    entry.retryable ? 'yes' : 'no',
    entry.hint,
  ]);
  return `# Error codes

Every failure is a \`FleetError\`: \`code\`, \`message\`, \`hint\`, \`cluster\` (where one was involved), \`retryable\`, \`cause\`, \`details\`.
Programs test \`FleetError.isInstance(error)\` and then \`error.code\`; the text of messages may change, codes do not.

${markdownTable(['code', 'HTTP status', 'same call may work later', 'what to do'], rows)}
`;
}
