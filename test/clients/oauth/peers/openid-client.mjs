// openid-client 6, with its own switch for http on a loopback address.
import * as client from 'openid-client';
import { onCall } from '../../peers/on-call.mjs';
import { checkToken } from './check-token.mjs';

let config;
let session;
let handle;
let aside;

const withProof = () => (handle === undefined ? {} : { DPoP: handle });

onCall({
  async discover(issuer, clientId, { secret, algorithm = 'oidc' } = {}) {
    const authentication = secret === undefined ? client.None() : client.ClientSecretBasic(secret);
    config = await client.discovery(new URL(issuer), clientId, undefined, authentication, {
      algorithm,
      execute: [client.allowInsecureRequests],
    });
    return config.serverMetadata();
  },
  async start(parameters) {
    session = await client.initiateDeviceAuthorization(config, parameters);
    return session;
  },
  poll: () => client.pollDeviceAuthorizationGrant(config, session, undefined, withProof()),
  refresh: (token, parameters) => client.refreshTokenGrant(config, token, parameters, withProof()),
  revoke: (token) => client.tokenRevocation(config, token),
  introspect: (token) => client.tokenIntrospection(config, token),
  async takeKey() {
    handle = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
    return handle.calculateThumbprint();
  },
  putKeyAside() {
    aside = handle;
    handle = undefined;
  },
  takeKeyBack() {
    handle = aside;
  },
  checkToken: (token, audience) =>
    checkToken(config.serverMetadata().jwks_uri, token, config.serverMetadata().issuer, audience),
});
