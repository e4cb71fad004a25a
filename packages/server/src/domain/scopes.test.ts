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

it('openid is nobody’s, though an older version registered it', () => {
  assert.equal(findOverreach(client, ['openid'], []), 'openid');
  assert.deepEqual(defaultScopes(client), ['read', 'write']);
});
