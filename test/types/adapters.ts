import { expectTypeOf } from 'vitest';
import { toAiSdkTools, toJsonTools, toOpenAIAgentsTools, type ToolArtifact } from '../../src/adapters/agents/index.js';
import { FleetToolkit } from '../../src/adapters/langchain/index.js';
import { createMcpHttpHandler, serveHttp } from '../../src/adapters/mcp/index.js';
import { createRestRouter } from '../../src/adapters/rest/index.js';
import type { Fleet, FleetErrorData } from '../../src/index.js';

// Compiled, never run. A misspelt option of an adapter could let more through than was meant: it must not compile.
export function toolOptionsAreClosed(fleet: Fleet): void {
  toJsonTools(fleet, { access: 'read-only', toolsets: ['core'], clusters: ['prod-1'] });
  // @ts-expect-error the option is misspelt
  toJsonTools(fleet, { acess: 'read-only' });
  // @ts-expect-error there is no such level
  toAiSdkTools(fleet, { access: 'readonly' });
  // @ts-expect-error a list of names
  toOpenAIAgentsTools(fleet, (definition) => definition, { toolsets: 'core' });
  // @ts-expect-error the option is misspelt
  new FleetToolkit(fleet, { cluster: 'prod-1' });
}

export function artifactsSayWhetherItFailed(artifact: ToolArtifact): void {
  if (artifact.ok) {
    expectTypeOf(artifact.output).toEqualTypeOf<Readonly<Record<string, unknown>>>();
    // @ts-expect-error a success has no error
    artifact.error satisfies unknown;
  } else {
    expectTypeOf(artifact.error).toEqualTypeOf<FleetErrorData>();
    // @ts-expect-error a failure has no output
    artifact.output satisfies unknown;
  }
}

export async function serverOptionsAreClosed(fleet: Fleet): Promise<void> {
  await serveHttp(fleet, { port: 0, authToken: 'a-long-random-token' });
  // @ts-expect-error the port is required
  await serveHttp(fleet, {});
  // @ts-expect-error the option is misspelt
  createMcpHttpHandler(fleet, { allowedHost: ['fleet.example.com'] });
  createRestRouter(fleet, { roles: { viewer: { access: 'read-only' } } });
  // @ts-expect-error tokens are configured by their hash
  createRestRouter(fleet, { tokens: [{ user: 'ada', token: 'secret' }] });
  // @ts-expect-error a role says what it allows
  createRestRouter(fleet, { roles: { viewer: {} } });
}
