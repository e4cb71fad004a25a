// oidc-provider with its device flow, on an unbounded memory adapter: its own evicts entries beyond a thousand.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import Provider from 'oidc-provider';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const entries = new Map();

/** Its own memory adapter without the limit and without the index by grant. */
class UnboundedAdapter {
  constructor(model) {
    this.model = model;
  }

  async upsert(id, payload) {
    entries.set(`${this.model}:${id}`, payload);
    if (payload.userCode !== undefined) entries.set(`userCode:${payload.userCode}`, id);
    if (this.model === 'Session') entries.set(`uid:${payload.uid}`, id);
  }

  async consume(id) {
    (await this.find(id)).consumed = Math.floor(Date.now() / 1000);
  }

  async find(id) {
    return entries.get(`${this.model}:${id}`);
  }

  async findByUserCode(userCode) {
    return this.find(entries.get(`userCode:${userCode}`));
  }

  async findByUid(uid) {
    return this.find(entries.get(`uid:${uid}`));
  }

  async destroy(id) {
    entries.delete(`${this.model}:${id}`);
  }
}

/** Its interactions as in its documentation: a sign-in form, and consent to everything missing. */
function interactionsOf(provider) {
  const consent = async ({ grantId, session, params, prompt }) => {
    const grant =
      grantId === undefined
        ? new provider.Grant({ accountId: session.accountId, clientId: params.client_id })
        : await provider.Grant.find(grantId);
    if (prompt.details.missingOIDCScope) grant.addOIDCScope(prompt.details.missingOIDCScope.join(' '));
    if (prompt.details.missingOIDCClaims) grant.addOIDCClaims(prompt.details.missingOIDCClaims);
    const saved = await grant.save();
    return { consent: grantId === undefined ? { grantId: saved } : {} };
  };
  return async (request, response) => {
    const interaction = await provider.interactionDetails(request, response);
    if (interaction.prompt.name === 'consent') {
      await provider.interactionFinished(request, response, await consent(interaction));
    } else if (request.method === 'POST') {
      const form = new URLSearchParams(await text(request));
      await provider.interactionFinished(request, response, { login: { accountId: form.get('account') } });
    } else {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<form method="post" action="${request.url}"><input name="account"></form>`);
    }
  };
}

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    adapter: UnboundedAdapter,
    clients: [
      {
        client_id: 'tv',
        application_type: 'native',
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'none',
        id_token_signed_response_alg: 'ES256',
      },
      {
        client_id: 'web',
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/callback'],
        token_endpoint_auth_method: 'none',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] },
    cookies: { keys: ['not secret'] },
    features: { deviceFlow: { enabled: true }, devInteractions: { enabled: false } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
  });
  const answer = provider.callback();
  const interact = interactionsOf(provider);
  server.on('request', (request, response) =>
    request.url.startsWith('/interaction/') ? interact(request, response) : answer(request, response),
  );
  console.log(JSON.stringify({ port, devicePath: '/device/auth', tokenPath: '/token' }));
});
process.stdin.on('end', () => process.exit()).resume();
