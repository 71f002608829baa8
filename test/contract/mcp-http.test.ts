import { describeAdapterContract } from './adapter.contract.js';
import { mcpHttp } from './carriers/mcp-http.js';

for (const carrier of mcpHttp) await describeAdapterContract(carrier);
