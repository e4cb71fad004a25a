import assert from 'node:assert/strict';
import { it } from 'node:test';
import { defaultScopes, findOverreach } from './scopes.ts';

const client = { scopes: ['read', 'write', 'openid'], audiences: ['https://api.example'] };

it('a client may request the scopes and resources that it is registered for, and no others', () => {
  assert.equal(findOverreach(client, ['read'], ['https://api.example']), null);
  assert.equal(findOverreach(client, [], []), null);
  assert.equal(findOverreach(client, ['read', 'delete'], []), 'scope');
  assert.equal(findOverreach(client, ['read'], ['https://other.example']), 'resource');
  assert.equal(findOverreach(client, [], ['https://api.example', 'https://other.example']), 'resource');
  assert.equal(findOverreach({ ...client, scopes: [] }, ['read'], []), 'any-scope');
  assert.equal(findOverreach({ ...client, scopes: [] }, [], []), null);
});

it('openid is for a client that may have it, and for no request that does not name it', () => {
  assert.equal(findOverreach(client, ['openid'], []), null);
  assert.equal(findOverreach({ ...client, scopes: ['read'] }, ['openid'], []), 'scope');
  assert.deepEqual(defaultScopes(client), ['read', 'write']);
});
