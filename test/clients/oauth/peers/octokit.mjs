// @octokit/auth-oauth-device 8. It speaks to GitHub's two paths and in JSON; its documented `request.fetch` takes the
// paths to ours and the JSON to a form (RFC 8628 knows no other). What we answer, status included, goes back as it is.
import { createOAuthDeviceAuth } from '@octokit/auth-oauth-device';
import { request } from '@octokit/request';
import { onCall } from '../../peers/on-call.mjs';

const ours = { '/login/device/code': '/oauth/device_authorization', '/login/oauth/access_token': '/oauth/token' };

function fetchAsForm(url, { body, headers, ...init }) {
  const { origin, pathname } = new URL(url);
  const form = new URLSearchParams(JSON.parse(body));
  return fetch(`${origin}${ours[pathname]}`, {
    ...init,
    body: form,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
  });
}

let verified;

onCall({
  start: (baseUrl, options) =>
    new Promise((resolve, reject) => {
      const auth = createOAuthDeviceAuth({
        ...options,
        onVerification: resolve,
        request: request.defaults({ baseUrl, request: { fetch: fetchAsForm } }),
      });
      verified = auth({ type: 'oauth' });
      verified.catch(reject);
    }),
  poll: () => verified,
});
