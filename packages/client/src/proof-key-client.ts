import type { HttpRequest } from './http.ts';
import { sha256 } from './jws.ts';
import { type DeviceClient, createDeviceClient } from './oauth-client.ts';
import type { DeviceClientOptions, RequestProver } from './oauth-setting.ts';

/** Adds a secret to the polls of one code, and its hash to the request for that code, beside a proof of possession if any. */
const proverOf = (dpop: RequestProver | undefined, verifier: string, challenge: string): RequestProver => {
  const more = (body: string): string => {
    if (/(^|&)device_code=/.test(body)) return `&code_verifier=${verifier}`;
    return /(^|&)(grant_type|token)=/.test(body) ? '' : `&code_challenge=${challenge}&code_challenge_method=S256`;
  };
  return {
    thumbprint: dpop?.thumbprint,
    send: (request, send) => {
      const { body = '' } = request;
      const bound: HttpRequest = { ...request, body: body + more(body) };
      return dpop ? dpop.send(bound, send) : send(bound);
    },
  };
};

/**
 * Creates a device client whose codes are bound to a secret each (RFC 7636), for servers that know it: whoever has a device code
 * alone gets nothing. Otherwise it is as `createDeviceClient` makes one; what `save` returns has the secret in it.
 *
 * @throws LinkpinClientError as `createDeviceClient`
 */
export const createProofKeyClient = (options: DeviceClientOptions): DeviceClient => {
  const client = createDeviceClient(options);
  const boundTo = (verifier: string, challenge: string): DeviceClient =>
    createDeviceClient({ ...options, dpop: proverOf(options.dpop, verifier, challenge) });
  return {
    ...client,
    requestCode: async (asked) => {
      const codeVerifier = crypto.randomUUID() + crypto.randomUUID();
      const bound = boundTo(codeVerifier, await sha256(codeVerifier));
      const signIn = await bound.requestCode(asked);
      return bound.resume({ ...signIn.save(), codeVerifier });
    },
    resume: (saved) => (saved.codeVerifier ? boundTo(saved.codeVerifier, '') : client).resume(saved),
  };
};
