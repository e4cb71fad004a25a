// oidc-provider with its device flow, on a memory adapter without a limit: its own forgets past a thousand entries.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const entries = new Map();

/** What its own memory adapter does with a device code, less the limit. */
class UnboundedAdapter {
  constructor(model) {
    this.model = model;
  }

  async upsert(id, payload) {
    entries.set(`${this.model}:${id}`, payload);
    if (payload.userCode !== undefined) entries.set(`userCode:${payload.userCode}`, id);
  }

  async find(id) {
    return entries.get(`${this.model}:${id}`);
  }

  async findByUserCode(userCode) {
    return this.find(entries.get(`userCode:${userCode}`));
  }

  async destroy(id) {
    entries.delete(`${this.model}:${id}`);
  }
}

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    adapter: UnboundedAdapter,
    clients: [
      {
        client_id: 'tv',
        grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'none',
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] },
    cookies: { keys: ['not secret'] },
    features: { deviceFlow: { enabled: true }, devInteractions: { enabled: false } },
  });
  server.on('request', provider.callback());
  console.log(JSON.stringify({ port, devicePath: '/device/auth', tokenPath: '/token' }));
});
process.stdin.on('end', () => process.exit()).resume();
