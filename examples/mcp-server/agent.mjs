// An agent that is told the URL of an MCP server, and nothing of who signs its users in. Prints the page where its person says yes.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

/** The MCP server, and, for an agent that is named by a URL, that of its metadata document. */
const { SERVER, CLIENT_URL } = process.env;

// Where the browser comes back to: this machine, at a port that is free (RFC 8252).
const loopback = createServer().listen(0, '127.0.0.1');
await once(loopback, 'listening');
const redirectUrl = `http://127.0.0.1:${loopback.address().port}/callback`;

const kept = {};
const state = crypto.randomUUID();
const authProvider = {
  redirectUrl,
  ...(CLIENT_URL === undefined ? {} : { clientMetadataUrl: CLIENT_URL }),
  clientMetadata: {
    client_name: 'Example agent',
    redirect_uris: [redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  },
  state: () => state,
  clientInformation: () => kept.client,
  saveClientInformation: (client) => void (kept.client = client),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => void (kept.tokens = tokens),
  codeVerifier: () => kept.verifier,
  saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
  redirectToAuthorization: (url) => console.log(JSON.stringify({ open: String(url) })),
};

/** The code that the browser brings back. */
async function waitForCode() {
  const [request, response] = await once(loopback, 'request');
  const { searchParams } = new URL(request.url, redirectUrl);
  response.end('You can close this page.');
  if (searchParams.get('state') !== state) throw new Error('The answer is not to our question.');
  if (!searchParams.has('code')) throw new Error(`Not signed in: ${searchParams.get('error')}.`);
  return searchParams.get('code');
}

const transport = () => new StreamableHTTPClientTransport(new URL(SERVER), { authProvider });
const client = new Client({ name: 'agent', version: '1.0.0' });
const first = transport();
const coded = waitForCode();
await client.connect(first).catch(async () => {
  await first.finishAuth(await coded);
  await client.connect(transport());
});
await client.callTool({ name: 'add_note', arguments: { text: 'Water the plants' } });
const { content } = await client.callTool({ name: 'list_notes', arguments: {} });
console.log(JSON.stringify({ notes: content.map(({ text }) => text), client: kept.client.client_id }));
await client.close();
loopback.close();
