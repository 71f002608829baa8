import {
  inputRequired,
  type GetPromptResult,
  type InputRequiredResult,
  type Prompt,
  type ReadResourceResult,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { PNG } from './fixture.js';
import { allAnswered, question } from './input-required-tools.js';

export const PROMPTS: readonly Prompt[] = [
  { name: 'test_simple_prompt', description: 'Without arguments.' },
  {
    name: 'test_prompt_with_arguments',
    description: 'With two arguments.',
    arguments: [
      { name: 'arg1', description: 'First test argument', required: true },
      { name: 'arg2', description: 'Second test argument', required: true },
    ],
  },
  {
    name: 'test_prompt_with_embedded_resource',
    description: 'With a resource.',
    arguments: [{ name: 'resourceUri', description: 'URI of the resource to embed', required: true }],
  },
  { name: 'test_prompt_with_image', description: 'With an image.' },
  { name: 'test_input_required_result_prompt', description: 'Asks first.' },
];

const CONTEXT = { user_context: question('What context should the prompt use?', 'context', 'string') };

/** The prompt of that name, or undefined when it is none of these. */
export function getPrompt(
  name: string,
  input: Readonly<Record<string, string>>,
  context: ServerContext,
): GetPromptResult | InputRequiredResult | undefined {
  switch (name) {
    case 'test_simple_prompt':
      return messages({ type: 'text', text: 'This is a simple prompt for testing.' });
    case 'test_prompt_with_arguments':
      return messages({ type: 'text', text: `Prompt with arguments: arg1='${input['arg1'] ?? ''}', arg2='${input['arg2'] ?? ''}'` });
    case 'test_prompt_with_embedded_resource':
      return messages(
        {
          type: 'resource',
          resource: { uri: input['resourceUri'] ?? '', mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
        },
        { type: 'text', text: 'Please process the embedded resource above.' },
      );
    case 'test_prompt_with_image':
      return messages({ type: 'image', data: PNG, mimeType: 'image/png' }, { type: 'text', text: 'Please analyze the image above.' });
    case 'test_input_required_result_prompt':
      return allAnswered(CONTEXT, context) ? messages({ type: 'text', text: 'With context.' }) : inputRequired({ inputRequests: CONTEXT });
    default:
      return undefined;
  }
}

export const RESOURCES = [
  { uri: 'test://static-text', name: 'static-text', mimeType: 'text/plain' },
  { uri: 'test://static-binary', name: 'static-binary', mimeType: 'image/png' },
  { uri: 'test://watched-resource', name: 'watched-resource', mimeType: 'text/plain' },
];

export const TEMPLATES = [{ uriTemplate: 'test://template/{id}/data', name: 'template', mimeType: 'application/json' }];

/** The resource of that URI, or undefined when it is none of these. */
export function readResource(uri: string): ReadResourceResult | undefined {
  if (uri === 'test://static-text') {
    return { contents: [{ uri, mimeType: 'text/plain', text: 'This is the content of the static text resource.' }] };
  }
  if (uri === 'test://static-binary') return { contents: [{ uri, mimeType: 'image/png', blob: PNG }] };
  if (uri === 'test://watched-resource') return { contents: [{ uri, mimeType: 'text/plain', text: 'Watched.' }] };
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
  if (id === undefined) return undefined;
  return {
    contents: [{ uri, mimeType: 'application/json', text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) }],
  };
}

function messages(...contents: GetPromptResult['messages'][number]['content'][]): GetPromptResult {
  return { messages: contents.map((content) => ({ role: 'user', content })) };
}
