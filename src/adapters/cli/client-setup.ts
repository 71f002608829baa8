/** How MCP clients are told of a server at `url`, one block per client; TOKEN stands for what only the reader knows. */
export function clientSetup(url: string, needsToken: boolean): string {
  const server = { type: 'http', url, ...(needsToken ? { headers: { Authorization: 'Bearer TOKEN' } } : {}) };
  const [option, header] = needsToken ? [' --header "Authorization: Bearer TOKEN"', ` -H 'authorization: Bearer TOKEN'`] : ['', ''];
  return [
    'Claude Code:  ' + `claude mcp add --transport http fleetwright ${url}${option}`,
    'VS Code:      ' + `code --add-mcp '${JSON.stringify({ name: 'fleetwright', ...server })}'`,
    'Cursor:       ' + `.cursor/mcp.json: ${JSON.stringify({ mcpServers: { fleetwright: server } })}`,
    'curl:         ' + `curl -s ${url} -H 'content-type: application/json' -H 'accept: application/json, text/event-stream'${header} \\`,
    '              ' + `  -d '${INITIALIZE}'`,
  ].join('\n');
}

const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'curl', version: '1' } },
});
