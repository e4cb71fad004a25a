import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinkpinClientError } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { readTarget } from './target.ts';
import { oauthErrorMessage } from './error-messages.ts';

const issuer = 'https://login.example';

test('without an issuer and an API there is no OAuth, and each flag that is about it is refused by name', () => {
  assert.equal(readTarget({}), null);
  for (const [flags, name] of [
    [{ clientId: 'tv' }, '--client-id'],
    [{ scope: ['a'] }, '--scope'],
    [{ device: true }, '--device'],
  ] as const) {
    assert.throws(() => readTarget(flags), new RegExp(`^Failure: ${name} goes with --issuer`));
  }
});

test('an API alone is enough, which names its issuer itself, and needs a client and https as well', () => {
  const resource = 'https://api.example';
  assert.deepEqual(readTarget({ resource, clientId: 'tv' }), {
    issuer: undefined,
    clientId: 'tv',
    scope: undefined,
    resource,
  });
  assert.throws(() => readTarget({ resource }), /^Failure: --resource needs --client-id/);
  assert.throws(() => readTarget({ resource: 'http://api.example', clientId: 'tv' }), /plain http/);
});

test('an issuer stays letter for letter as it was typed, slash included', () => {
  for (const typed of [issuer, `${issuer}/`, `${issuer}/a/B`, 'http://127.0.0.1:4747', 'http://localhost:1/x']) {
    assert.equal(readTarget({ issuer: ` ${typed} `, clientId: 'tv' })?.issuer, typed);
  }
  assert.deepEqual(readTarget({ issuer, clientId: 'tv', scope: ['a b', 'c'], resource: 'https://api.example' }), {
    issuer,
    clientId: 'tv',
    scope: 'a b c',
    resource: 'https://api.example',
  });
});

test('what is no issuer, or could be read on the way, is refused, and so is a client without a name', () => {
  for (const typed of ['', 'login.example', 'ftp://x', `${issuer}?a`, `${issuer}#a`, 'https://a:b@x', 'https://']) {
    assert.throws(() => readTarget({ issuer: typed, clientId: 'tv' }), /is not an issuer/, typed);
  }
  assert.throws(() => readTarget({ issuer: 'http://10.0.0.1', clientId: 'tv' }), /plain http/);
  assert.throws(() => readTarget({ issuer: 'http://localhost.evil.example', clientId: 'tv' }), /plain http/);
  assert.throws(() => readTarget({ issuer }), /needs --client-id/);
  assert.throws(() => readTarget({ issuer, clientId: '' }), Failure);
  assert.throws(() => readTarget({ issuer, clientId: 'tv', resource: 'api' }), /not an API address/);
  assert.throws(() => readTarget({ issuer, clientId: 'tv', resource: 'https://x/#a' }), /not an API address/);
});

test('each refusal of a server says which flag to look at, and what it says itself drives no terminal', () => {
  const say = (oauthError?: string) =>
    oauthErrorMessage(issuer, new LinkpinClientError('refused', 'it said\u001b[2J', { status: 400, oauthError }));
  assert.match(say('invalid_client'), /refuses \(invalid_client\)\. .*--client-id/);
  assert.match(say('invalid_scope'), /--scope/);
  assert.match(say('invalid_target'), /--resource/);
  assert.equal(say('odd'), `${issuer} refuses: odd it said[2J.`);
  assert.match(say(), /does not say there that it signs devices in/);
  assert.match(oauthErrorMessage(issuer, new LinkpinClientError('unreadable', 'x')), /letter for letter/);
  assert.match(oauthErrorMessage(issuer, new LinkpinClientError('timeout', 'x')), /does not answer/);
});
