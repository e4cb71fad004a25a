// @octokit/auth-oauth-device 8, as it is used with GitHub: told of another address, and of nothing else.
import { createOAuthDeviceAuth } from '@octokit/auth-oauth-device';
import { request } from '@octokit/request';
import { onCall } from '../../peers/on-call.mjs';

let verified;

onCall({
  start: (url, options) =>
    new Promise((resolve, reject) => {
      const auth = createOAuthDeviceAuth({
        clientType: 'oauth-app',
        ...options,
        onVerification: resolve,
        request: request.defaults({ baseUrl: `${url}/api/v3` }),
      });
      verified = auth({ type: 'oauth' });
      verified.catch(reject);
    }),
  poll: () => verified,
});
