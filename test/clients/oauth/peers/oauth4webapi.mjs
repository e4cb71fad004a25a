// oauth4webapi 3, with its own switch for http on a loopback address. It leaves the loop to its user.
import * as oauth from 'oauth4webapi';
import { onCall } from '../../peers/on-call.mjs';

let as;
let client;
let authentication;
let session;
let handle;

let verifier;

const insecure = { [oauth.allowInsecureRequests]: true };
const options = () => ({ ...insecure, ...(handle === undefined ? {} : { DPoP: handle }) });

/** RFC 8628 §3.5, as a user of the library writes it. */
async function poll() {
  let interval = session.interval ?? 5;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, interval * 1000));
    const more = verifier === undefined ? {} : { additionalParameters: { code_verifier: verifier } };
    const asked = { ...options(), ...more };
    const response = await oauth.deviceCodeGrantRequest(as, client, authentication, session.device_code, asked);
    try {
      const tokens = await oauth.processDeviceCodeResponse(as, client, response);
      if (tokens.id_token !== undefined) await oauth.validateApplicationLevelSignature(as, response, insecure);
      return tokens;
    } catch (error) {
      if (error.error === 'slow_down') interval += 5;
      else if (error.error !== 'authorization_pending') throw error;
    }
  }
}

onCall({
  async discover(issuer, clientId, { secret, privateKey, kid, algorithm = 'oauth2' } = {}) {
    const url = new URL(issuer);
    const answer = await oauth.discoveryRequest(url, { ...insecure, algorithm });
    as = await oauth.processDiscoveryResponse(url, answer);
    client = { client_id: clientId };
    authentication = secret === undefined ? oauth.None() : oauth.ClientSecretPost(secret);
    if (privateKey !== undefined) {
      const algorithmOf = { name: 'ECDSA', namedCurve: 'P-256' };
      const key = await crypto.subtle.importKey('jwk', privateKey, algorithmOf, false, ['sign']);
      authentication = oauth.PrivateKeyJwt({ key, kid });
    }
    return as;
  },
  async start(parameters) {
    const asked = await oauth.deviceAuthorizationRequest(as, client, authentication, parameters, insecure);
    session = await oauth.processDeviceAuthorizationResponse(as, client, asked);
    return session;
  },
  poll,
  async makeVerifier() {
    verifier = oauth.generateRandomCodeVerifier();
    return { code_challenge: await oauth.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' };
  },
  dropVerifier() {
    verifier = undefined;
  },
  async pollOpenId() {
    const tokens = await poll();
    return { tokens: { ...tokens }, claims: oauth.getValidatedIdTokenClaims(tokens) };
  },
  async refreshOpenId(token) {
    const answer = await oauth.refreshTokenGrantRequest(as, client, authentication, token, options());
    const tokens = await oauth.processRefreshTokenResponse(as, client, answer);
    await oauth.validateApplicationLevelSignature(as, answer, insecure);
    return { tokens: { ...tokens }, claims: oauth.getValidatedIdTokenClaims(tokens) };
  },
  async userInfo(token, subject) {
    const answer = await oauth.userInfoRequest(as, client, token, options());
    return oauth.processUserInfoResponse(as, client, subject, answer);
  },
  async refresh(token, additionalParameters = {}) {
    const more = { ...options(), additionalParameters };
    const answer = await oauth.refreshTokenGrantRequest(as, client, authentication, token, more);
    return oauth.processRefreshTokenResponse(as, client, answer);
  },
  async revoke(token) {
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, authentication, token, insecure));
  },
  async introspect(token) {
    const answer = await oauth.introspectionRequest(as, client, authentication, token, insecure);
    return oauth.processIntrospectionResponse(as, client, answer);
  },
  async takeKey() {
    handle = oauth.DPoP(client, await oauth.generateKeyPair('Ed25519'));
    return handle.calculateThumbprint();
  },
  /** What an API does that uses the library's check of RFC 9068 access tokens, proof and all. */
  async callApi(token, audience) {
    let received;
    const customFetch = async (url, init) => {
      received = new Request(url, init);
      return new Response('');
    };
    const url = new URL(`${audience}/films?page=1`);
    await oauth.protectedResourceRequest(token, 'GET', url, undefined, undefined, {
      ...options(),
      [oauth.customFetch]: customFetch,
    });
    return oauth.validateJwtAccessToken(as, received, audience, insecure);
  },
});
