// An MCP server whose users sign in at linkpin. In a project of your own: npm i @modelcontextprotocol/sdk @linkpin/verify
import { createVerifier, requireScope, resourceMetadata } from '@linkpin/verify';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

/**
 * The issuer; the URL of this server as its clients see it, which is the audience of their tokens; and the client of this
 * server at the issuer, by which it asks about them.
 */
const { ISSUER, RESOURCE = 'http://127.0.0.1:3000/mcp', CLIENT_ID, CLIENT_SECRET, PORT = '3000' } = process.env;

const metadata = resourceMetadata({ resource: RESOURCE, authorizationServers: [ISSUER], scopes: ['notes'] });
const verifier = createVerifier({
  issuer: ISSUER,
  audience: RESOURCE,
  introspection: { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
  resourceMetadata: metadata.url,
});
const notes = new Map();

/** The tools, for one person. */
function serverFor(person) {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  const add = { description: 'Keeps a note', inputSchema: { text: z.string() } };
  server.registerTool('add_note', add, ({ text }) => {
    notes.set(person, [...(notes.get(person) ?? []), text]);
    return { content: [{ type: 'text', text: `That makes ${notes.get(person).length}.` }] };
  });
  server.registerTool('list_notes', { description: 'Lists your notes' }, () => ({
    content: (notes.get(person) ?? []).map((text) => ({ type: 'text', text })),
  }));
  return server;
}

const app = createMcpExpressApp();
app.get(metadata.path, (_request, response) =>
  response.set('access-control-allow-origin', '*').json(metadata.document),
);
app.post(new URL(RESOURCE).pathname, async (request, response) => {
  const { method, headers } = request;
  const verdict = requireScope(await verifier.verify({ method, url: RESOURCE, headers }), 'notes');
  if (!verdict.ok) {
    const { status, error, description } = verdict.refusal;
    return response.status(status).set(verdict.refusal.headers).json({ error, error_description: description });
  }
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  response.on('close', () => transport.close());
  await serverFor(verdict.token.sub).connect(transport);
  return transport.handleRequest(request, response, request.body);
});
const listening = app.listen(Number(PORT), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${listening.address().port}`),
);
