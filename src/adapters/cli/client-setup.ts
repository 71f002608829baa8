/** How MCP clients are told of a server at `url`, one block per client. */
export function clientSetup(url: string): string {
  const json = JSON.stringify({ mcpServers: { fleetwright: { type: 'http', url } } });
  return [
    'Claude Code:  ' + `claude mcp add --transport http fleetwright ${url}`,
    'VS Code:      ' + `code --add-mcp '${JSON.stringify({ name: 'fleetwright', type: 'http', url })}'`,
    'Cursor:       ' + `.cursor/mcp.json: ${json}`,
    'curl:         ' + `curl -s ${url} -H 'content-type: application/json' -H 'accept: application/json, text/event-stream' \\`,
    '              ' + `  -d '${INITIALIZE}'`,
  ].join('\n');
}

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'curl', version: '1' } },
});
