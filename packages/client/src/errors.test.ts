import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinkpinClientError, isLinkpinClientError } from './errors.ts';

test('an error carries its code and what the server said', () => {
  const error = new LinkpinClientError('rate_limited', 'slow down', { status: 429, plexCode: 1003, retryAfter: 7 });
  assert.ok(error instanceof Error);
  const { name, message, code, status, plexCode, retryAfter } = error;
  assert.deepEqual(
    { name, message, code, status, plexCode, retryAfter },
    {
      name: 'LinkpinClientError',
      message: 'slow down',
      code: 'rate_limited',
      status: 429,
      plexCode: 1003,
      retryAfter: 7,
    },
  );
  assert.equal(new LinkpinClientError('network', 'away').status, undefined);
});

test('the guard knows errors by code, also those of another copy of the package', () => {
  const error = new LinkpinClientError('network', 'away');
  const copied = Object.assign(new Error('away'), { name: 'LinkpinClientError', code: 'network' });
  for (const each of [error, copied]) {
    assert.ok(isLinkpinClientError(each));
    assert.ok(isLinkpinClientError(each, 'network'));
    assert.ok(!isLinkpinClientError(each, 'timeout'));
  }
  for (const other of [new Error('away'), 'away', null, undefined, { name: 'LinkpinClientError', code: 'network' }]) {
    assert.ok(!isLinkpinClientError(other));
  }
});
