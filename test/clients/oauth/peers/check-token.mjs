import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';

/** What an API does that was given nothing but the issuer's key set: jose checks an access token as RFC 9068 §4 says. */
export async function checkToken(jwksUri, token, issuer, audience) {
  const keys = createRemoteJWKSet(new URL(jwksUri));
  const currentDate = new Date(Date.now());
  const { payload } = await jwtVerify(token, keys, { typ: 'at+jwt', issuer, audience, currentDate });
  return { header: decodeProtectedHeader(token), claims: payload };
}
