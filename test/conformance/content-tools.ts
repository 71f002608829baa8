/* eslint-disable @typescript-eslint/no-deprecated -- the suite judges what clients of the 2025 revisions still use. */
import { setTimeout as wait } from 'node:timers/promises';
import { fixture, PNG, text, WAV, type FixtureTool } from './fixture.js';

/** Longer than the suite needs to tell two messages apart. */
const PAUSE_MS = 50;

/** Tools that answer with each kind of content, fail, report progress or log. */
export const CONTENT_TOOLS: readonly FixtureTool[] = [
  fixture('test_simple_text', async () => text('This is a simple text response for testing.')),
  fixture('test_image_content', async () => ({ content: [{ type: 'image', data: PNG, mimeType: 'image/png' }] })),
  fixture('test_audio_content', async () => ({ content: [{ type: 'audio', data: WAV, mimeType: 'audio/wav' }] })),
  fixture('test_embedded_resource', async () => ({
    content: [
      {
        type: 'resource',
        resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'This is an embedded resource content.' },
      },
    ],
  })),
  fixture('test_multiple_content_types', async () => ({
    content: [
      { type: 'text', text: 'Multiple content types test:' },
      { type: 'image', data: PNG, mimeType: 'image/png' },
      {
        type: 'resource',
        resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"test":"data","value":123}' },
      },
    ],
  })),
  fixture('test_error_handling', async () => ({ ...text('This tool intentionally returns an error for testing'), isError: true })),
  fixture('test_tool_with_progress', async (_input, { mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined)
        await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
      if (progress < 100) await wait(PAUSE_MS);
    }
    return text('Done.');
  }),
  fixture('test_tool_with_logging', async (_input, { mcpReq }) => {
    await mcpReq.log('info', 'Tool execution started');
    await wait(PAUSE_MS);
    await mcpReq.log('info', 'Tool processing data');
    await wait(PAUSE_MS);
    await mcpReq.log('info', 'Tool execution completed');
    return text('Logged.');
  }),
  fixture('test_logging_tool', async (_input, { mcpReq }) => {
    await mcpReq.log('info', 'Nobody asked for this');
    return text('Logged.');
  }),
  fixture('json_schema_2020_12_tool', async () => text('Listed.'), {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { street: { type: 'string' }, city: { type: 'string' } } } },
    properties: {
      name: { type: 'string' },
      address: { $ref: '#/$defs/address' },
      contactMethod: { type: 'string', enum: ['phone', 'email'] },
      phone: { type: 'string' },
      email: { type: 'string' },
    },
    allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
    if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
    then: { required: ['phone'] },
    else: { required: ['email'] },
    additionalProperties: false,
  }),
];
