import { z } from 'zod';
import { operationInput, type InputOptions, type Operation } from '../../index.js';

/**
 * The input of an operation as a model API takes it: without the keyword that only gateways of MCP read. Some APIs refuse keywords
 * that they do not know.
 */
export function modelInput(operation: Operation, options?: InputOptions): z.ZodObject {
  const input = operationInput(operation, options);
  const cluster: unknown = input.shape['cluster'];
  const name: unknown = cluster instanceof z.ZodOptional ? cluster.unwrap() : undefined;
  if (operation.scope !== 'cluster' || !(name instanceof z.ZodString)) return input;
  return input.extend({ cluster: name.meta({ 'x-mcp-header': undefined }).optional() });
}
