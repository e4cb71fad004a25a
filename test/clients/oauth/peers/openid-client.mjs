// openid-client 6, with its own switch for http on a loopback address.
import * as client from 'openid-client';
import { onCall } from '../../peers/on-call.mjs';
import { checkToken } from './check-token.mjs';

let config;
let session;
let handle;
let aside;

let verifier;

const withVerifier = () => (verifier === undefined ? undefined : { code_verifier: verifier });
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
  /** A secret that the code is bound to (RFC 7636). */
  async makeVerifier() {
    verifier = client.randomPKCECodeVerifier();
    return { code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' };
  },
  dropVerifier() {
    verifier = undefined;
  },
  poll: () => client.pollDeviceAuthorizationGrant(config, session, withVerifier(), withProof()),
  /** The same, with the signature of the ID token checked. */
  async pollOpenId() {
    client.enableNonRepudiationChecks(config);
    const tokens = await client.pollDeviceAuthorizationGrant(config, session, withVerifier(), withProof());
    return { tokens: { ...tokens }, claims: tokens.claims() };
  },
  async refreshOpenId(token) {
    const tokens = await client.refreshTokenGrant(config, token, undefined, withProof());
    return { tokens: { ...tokens }, claims: tokens.claims() };
  },
  userInfo: (token, subject) => client.fetchUserInfo(config, token, subject, withProof()),
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
