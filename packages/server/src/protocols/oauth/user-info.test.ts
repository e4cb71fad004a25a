import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presentNoToken, presentTokenFault } from './present-user-info.ts';

test('a token that opens nothing is answered with the status and the challenge of its fault', () => {
  const of = (error: Parameters<typeof presentTokenFault>[0]['error'], scheme: 'Bearer' | 'DPoP' = 'Bearer') =>
    presentTokenFault({ error, description: 'why' }, scheme);
  const statuses = (['invalid_request', 'temporarily_unavailable', 'insufficient_scope', 'invalid_token'] as const).map(
    (error) => of(error).status,
  );
  assert.deepEqual(statuses, [400, 503, 403, 401]);
  assert.equal(
    of('insufficient_scope').headers['www-authenticate'],
    'Bearer realm="linkpin", error="insufficient_scope", error_description="why", scope="openid"',
  );
  assert.match(String(of('invalid_token', 'DPoP').headers['www-authenticate']), /^DPoP realm="linkpin", .*, algs="/);
  const again = presentTokenFault({ error: 'invalid_token', description: 'why', nonce: 'n' }, 'DPoP');
  assert.equal(again.headers['dpop-nonce'], 'n');
});

test('a request without a token is told the schemes, and no error in the challenge', () => {
  assert.equal(presentNoToken.status, 401);
  assert.match(
    String(presentNoToken.headers['www-authenticate']),
    /^Bearer realm="linkpin", DPoP realm="linkpin", algs="/,
  );
});
