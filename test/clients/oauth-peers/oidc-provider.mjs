import { once } from 'node:events';
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { createBrowser } from './browser.mjs';

/** oidc-provider with its own pages, for a public client `tv`, a confidential one `box`, one `bound` that uses DPoP,
 *  and a command line `cli` that comes back to its loopback by the authorization code grant.
 *
 *  @param more what else it is set up with; its clients come beside these */
export async function startOidcProvider({ clients = [], ...more } = {}) {
  // It tells a developer, at each first use, what a real service should change.
  const { info, warn } = console;
  Object.assign(console, { info: () => {}, warn: () => {} });
  const { default: Provider } = await import('oidc-provider');
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const grants = ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'];
  const client = { grant_types: grants, redirect_uris: [], response_types: [] };
  const provider = new Provider(issuer, {
    clients: [
      { ...client, client_id: 'tv', token_endpoint_auth_method: 'none' },
      { ...client, client_id: 'bound', token_endpoint_auth_method: 'none', dpop_bound_access_tokens: true },
      {
        ...client,
        client_id: 'box',
        client_secret: 'a secret with %, + and :',
        token_endpoint_auth_method: 'client_secret_basic',
      },
      {
        client_id: 'cli',
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        grant_types: [...grants, 'authorization_code'],
        redirect_uris: ['http://127.0.0.1/callback'],
        response_types: ['code'],
      },
      ...clients.map((one) => ({ ...client, ...one })),
    ],
    features: {
      deviceFlow: { enabled: true },
      revocation: { enabled: true },
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
    },
    cookies: { keys: ['for the test'] },
    ...more,
  });
  server.on('request', provider.callback());
  return {
    issuer,
    /** Somebody opens the address in a browser, says yes on every page, and is told so. */
    async approve(address) {
      const browser = createBrowser();
      let page = await browser.open(address);
      for (let step = 0; page.form && step < 10; step += 1) {
        const typed = page.text.includes('name="login"') ? { login: 'ada', password: 'x' } : {};
        page = await browser.submit(page, typed);
      }
      return page.text;
    },
    /** Somebody opens the address and calls it off. */
    async deny(address) {
      const browser = createBrowser();
      const page = await browser.submit(await browser.open(address));
      await browser.submit(page, { abort: 'yes' });
    },
    stop() {
      Object.assign(console, { info, warn });
      server.closeAllConnections();
      server.close();
    },
  };
}
