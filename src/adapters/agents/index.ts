/**
 * A fleet as tools for agents, in the shapes of several frameworks, without depending on any of them.
 * @packageDocumentation
 */
export { toAiSdkTools, type AiSdkTool, type DescribedArguments } from './ai-sdk.js';
export type { ToolCallOptions } from './fleet-tools.js';
export { toJsonTools, type JsonTool, type JsonTools } from './json-tools.js';
export { toOpenAIAgentsTools, type OpenAIAgentsToolDefinition } from './openai-agents.js';
export type { ToolAnswer, ToolArtifact } from './tool-answer.js';
export type { FleetToolOptions } from './tool-options.js';
