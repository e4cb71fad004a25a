// The steps of a complete sign-in at each contestant. Each throws on an unexpected response.
import { createHash, randomBytes } from 'node:crypto';
import { Browser, hiddenFields, send } from './browser.mjs';
import { ours } from './device-codes.mjs';

const grantType = 'urn:ietf:params:oauth:grant-type:device_code';

/** Asserts status and text of a response and returns it. */
function expected(answer, status, words) {
  const { status: got, text } = answer;
  if (got === status && words.every((word) => text.includes(word))) return answer;
  throw new Error(`not ${status} with ${words.join(', ')}, but ${got}: ${text.slice(0, 2000)}`);
}

/** The device's steps, the same for all contestants. */
function deviceSteps({ port, devicePath, tokenPath, inJson }, { scope, tokens }) {
  const poll = (agent, code) => {
    const body = { client_id: 'tv', grant_type: grantType, device_code: code };
    return send(agent, port, 'POST', tokenPath, { body, inJson });
  };
  return {
    async ask(agent) {
      const body = { client_id: 'tv', ...(scope === undefined ? {} : { scope }) };
      const answer = await send(agent, port, 'POST', devicePath, { body, inJson });
      const { device_code: deviceCode, user_code: userCode } = JSON.parse(
        expected(answer, 200, ['device_code', 'user_code']).text,
      );
      return { deviceCode, userCode };
    },
    async poll(agent, { deviceCode }) {
      expected(await poll(agent, deviceCode), 400, ['authorization_pending']);
    },
    async collect(agent, { deviceCode }) {
      expected(await poll(agent, deviceCode), 200, tokens);
    },
  };
}

/** What an app begins with, and how it ends: the same for all contestants. */
function appSteps({ port, tokenPath }, { authorizePath, more }) {
  const redirectUri = `http://127.0.0.1:${port}/callback`;
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const parameters = {
    ...{ client_id: 'web', response_type: 'code', redirect_uri: redirectUri, state: 'a state', nonce: 'a nonce' },
    ...{ code_challenge: challenge, code_challenge_method: 'S256', ...more },
  };
  return {
    path: `${authorizePath}?${new URLSearchParams(parameters)}`,
    async exchange(agent, url) {
      const code = new URL(url, redirectUri).searchParams.get('code');
      const body = { client_id: 'web', grant_type: 'authorization_code', code };
      const answer = await send(agent, port, 'POST', tokenPath, {
        body: { ...body, redirect_uri: redirectUri, code_verifier: verifier },
      });
      expected(answer, 200, ['"access_token"', '"refresh_token"', '"id_token":"ey']);
    },
  };
}

const password = 'correct horse battery';

const linkpin = (server) => ({
  ...deviceSteps({ ...server, ...ours }, { scope: 'watch', tokens: ['"access_token":"ey', '"refresh_token"'] }),
  async person(agent, number) {
    const browser = new Browser(server.port);
    const page = expected(await browser.get(agent, '/signup'), 200, ['action="/signup"']);
    const account = { username: `person${number}`, password };
    expected(await browser.post(agent, '/signup', { ...hiddenFields(page), ...account }), 200, ['action="/link"']);
    return browser;
  },
  async approve(agent, { userCode }, browser) {
    const entry = expected(await browser.get(agent, '/link'), 200, ['action="/link"']);
    const typed = await browser.post(agent, '/link', { ...hiddenFields(entry), code: userCode });
    const question = expected(typed, 200, ['action="/pin"', 'Bench TV']);
    const answer = { ...hiddenFields(question), scope: 'watch', mine: 'on', answer: 'yes' };
    expected(await browser.post(agent, '/pin', answer), 200, ['action="/done"']);
  },
  async redirect(agent, browser) {
    const app = appSteps(
      { ...server, ...ours },
      { authorizePath: '/oauth/authorize', more: { scope: 'openid watch' } },
    );
    const question = expected(await browser.get(agent, app.path), 200, ['action="/pin"', 'Bench app']);
    const answer = { ...hiddenFields(question), scope: 'openid', answer: 'yes' };
    const { headers } = await browser.post(agent, '/pin', answer);
    await app.exchange(agent, headers.refresh.replace('0; url=', ''));
  },
});

const betterAuth = (server) => ({
  ...deviceSteps(server, { tokens: ['"access_token"'] }),
  async person(agent, number) {
    const browser = new Browser(server.port);
    const account = { name: `Person ${number}`, email: `person${number}@example.com`, password };
    expected(await browser.post(agent, '/api/auth/sign-up/email', account, true), 200, ['"token"']);
    return browser;
  },
  async approve(agent, { userCode }, browser) {
    const opened = await browser.get(agent, `/api/auth/device?user_code=${userCode}`);
    expected(opened, 200, ['"status":"pending"', '"client_id":"tv"']);
    expected(await browser.post(agent, '/api/auth/device/approve', { userCode }, true), 200, ['"success":true']);
  },
});

/** Opens oidc-provider's page, enters the code and confirms it; returns the next response. */
async function confirmAtOidcProvider(agent, { userCode }, browser) {
  const entry = expected(await browser.get(agent, '/device'), 200, ['name="user_code"']);
  const typed = await browser.post(agent, '/device', { ...hiddenFields(entry), user_code: userCode });
  const question = expected(typed, 200, ['name="confirm"']);
  return browser.post(agent, '/device', hiddenFields(question));
}

function oidcProvider(server) {
  const steps = deviceSteps(server, {
    scope: 'openid offline_access',
    tokens: ['"access_token"', '"refresh_token"', '"id_token":"ey'],
  });
  return {
    ...steps,
    /** Its interactions are the only way to sign in, so this also links a device. */
    async person(agent, number) {
      const browser = new Browser(server.port);
      const login = await confirmAtOidcProvider(agent, await steps.ask(agent), browser);
      const [, path] = /action="([^"]+)"/.exec(expected(login, 200, ['name="account"']).text);
      expected(await browser.post(agent, path, { account: `person${number}` }), 200, ['Sign-in Success']);
      return browser;
    },
    async approve(agent, codes, browser) {
      expected(await confirmAtOidcProvider(agent, codes, browser), 200, ['Sign-in Success']);
    },
    /** Its consent answers by itself, without a page; without `prompt` there would be none after the first. */
    async redirect(agent, browser) {
      const more = { scope: 'openid offline_access', prompt: 'consent' };
      const app = appSteps(server, { authorizePath: '/auth', more });
      const { path } = await browser.get(agent, app.path);
      await app.exchange(agent, path);
    },
  };
}

/** The steps by server program: how a device requests, polls and redeems, and how a person signs in and approves. */
export const stepsOf = { linkpin, 'better-auth': betterAuth, 'oidc-provider': oidcProvider };
