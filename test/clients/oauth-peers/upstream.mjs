import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * oidc-provider, unmodified, with its own pages, as the provider that people come from. Whatever is typed as login is the
 * subject; `people` says what is known of it.
 *
 * @param people claims by subject, which a test may change; a subject that is not there has no claims, and `null` is dismissed
 */
export async function startUpstream(people = {}) {
  // It tells a developer, at each first use, what a real service should change.
  const { info, warn } = console;
  Object.assign(console, { info: () => {}, warn: () => {} });
  const { default: Provider } = await import('oidc-provider');
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const counted = { refreshes: 0 };
  let provider;
  return {
    issuer,
    people,
    counted,
    /** Lets in one client: the service at a URL. */
    serve(service, more = {}) {
      provider = new Provider(issuer, {
        clients: [
          {
            client_id: 'linkpin',
            client_secret: 'a secret with %, + and :',
            grant_types: ['authorization_code', 'refresh_token'],
            response_types: ['code'],
            redirect_uris: [`${service}/signin/back/acme`],
            backchannel_logout_uri: `${service}/signin/logout/acme`,
            backchannel_logout_session_required: true,
            ...more,
          },
        ],
        claims: {
          openid: ['sub'],
          email: ['email', 'email_verified'],
          profile: ['name', 'preferred_username'],
          groups: ['groups'],
        },
        scopes: ['openid', 'email', 'profile', 'groups', 'offline_access'],
        findAccount: (_, id) =>
          people[id] === null ? undefined : { accountId: id, claims: () => ({ ...people[id], sub: id }) },
        issueRefreshToken: () => true,
        rotateRefreshToken: true,
        features: { backchannelLogout: { enabled: true } },
        // It too calls no address of this machine, unless it is told how.
        fetch: (url, { dispatcher: _, ...options }) => fetch(url, options),
        cookies: { keys: ['for the test'] },
      });
      provider.on('grant.success', ({ oidc }) => {
        if (oidc.params.grant_type === 'refresh_token') counted.refreshes += 1;
      });
      server.on('request', provider.callback());
    },
    /** Tells the service that somebody signed out, as it does itself at the end of a session. */
    async logOut(subject, session) {
      const client = await provider.Client.find('linkpin');
      await client.backchannelLogout(subject, session);
    },
    stop() {
      Object.assign(console, { info, warn });
      server.closeAllConnections();
      server.close();
    },
  };
}
