/* eslint-disable @typescript-eslint/no-deprecated -- the suite judges what clients of the 2025 revisions still use. */
import { fixture, text, type FixtureTool } from './fixture.js';

const OPTIONS = ['option1', 'option2', 'option3'];
const ONE_TEXT = (name: string) => ({ type: 'object' as const, properties: { [name]: { type: 'string' } }, required: [name] });

/** Tools that ask the client of a 2025 revision while they run. */
export const QUESTION_TOOLS: readonly FixtureTool[] = [
  fixture(
    'test_sampling',
    async ({ prompt }, { mcpReq }) => {
      const answer = await mcpReq.requestSampling({
        messages: [{ role: 'user', content: { type: 'text', text: String(prompt) } }],
        maxTokens: 100,
      });
      return text(`LLM response: ${JSON.stringify(answer.content)}`);
    },
    ONE_TEXT('prompt'),
  ),
  fixture(
    'test_elicitation',
    async ({ message }, { mcpReq }) =>
      text(
        `User response: ${JSON.stringify(
          await mcpReq.send({
            method: 'elicitation/create',
            params: {
              message: String(message),
              requestedSchema: {
                type: 'object',
                properties: {
                  username: { type: 'string', description: "User's response" },
                  email: { type: 'string', description: "User's email address" },
                },
                required: ['username', 'email'],
              },
            },
          }),
        )}`,
      ),
    ONE_TEXT('message'),
  ),
  elicitation('test_elicitation_sep1034_defaults', {
    name: { type: 'string', default: 'John Doe' },
    age: { type: 'integer', default: 30 },
    score: { type: 'number', default: 95.5 },
    status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
    verified: { type: 'boolean', default: true },
  }),
  elicitation('test_elicitation_sep1330_enums', {
    untitledSingle: { type: 'string', enum: OPTIONS },
    titledSingle: { type: 'string', oneOf: titled('value', 'Option') },
    legacyEnum: { type: 'string', enum: ['opt1', 'opt2', 'opt3'], enumNames: ['Option One', 'Option Two', 'Option Three'] },
    untitledMulti: { type: 'array', items: { type: 'string', enum: OPTIONS } },
    titledMulti: { type: 'array', items: { anyOf: titled('value', 'Choice') } },
  }),
];

function elicitation(name: string, properties: Readonly<Record<string, unknown>>): FixtureTool {
  return fixture(name, async (_input, { mcpReq }) => {
    const params = { message: 'Please answer', requestedSchema: { type: 'object', properties, required: [] } };
    const { action, content } = await mcpReq.send({ method: 'elicitation/create', params });
    return text(`Elicitation completed: action=${action}, content=${JSON.stringify(content ?? {})}`);
  });
}

function titled(value: string, title: string): { const: string; title: string }[] {
  return ['First', 'Second', 'Third'].map((ordinal, index) => ({ const: `${value}${index + 1}`, title: `${ordinal} ${title}` }));
}
