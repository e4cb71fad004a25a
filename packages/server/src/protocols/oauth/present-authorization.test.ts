import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presentAuthorizationCode, presentAuthorizationError } from './present-authorization.ts';

const answer = { redirectUri: 'https://a.example/?x=1', state: 'a&b', issuer: 'https://link.example' };

test('an answer leads back with its state and the issuer, behind what the URI has of its own', () => {
  assert.equal(
    presentAuthorizationCode(answer, 'the code'),
    'https://a.example/?x=1&code=the%20code&state=a%26b&iss=https%3A%2F%2Flink.example',
  );
  const bare = { ...answer, redirectUri: 'https://a.example', state: null };
  assert.equal(
    presentAuthorizationError(bare, { error: 'access_denied', description: 'no' }),
    'https://a.example?error=access_denied&error_description=no&iss=https%3A%2F%2Flink.example',
  );
});
