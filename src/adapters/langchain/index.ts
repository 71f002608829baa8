/**
 * A fleet as a LangChain toolkit. Needs `@langchain/core`.
 * @packageDocumentation
 */
export { FleetToolkit } from './fleet-toolkit.js';
export type { ToolArtifact } from '../agents/tool-answer.js';
export type { FleetToolOptions } from '../agents/tool-options.js';
