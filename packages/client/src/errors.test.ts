import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LinkpinClientError, isLinkpinClientError, type LinkpinErrorCode } from './errors.ts';

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
  const nameOnly = Object.assign(new Error('away'), { name: 'LinkpinClientError' });
  for (const other of [
    new Error('away'),
    'away',
    null,
    undefined,
    { name: 'LinkpinClientError', code: 'network' },
    nameOnly,
  ]) {
    assert.ok(!isLinkpinClientError(other));
  }
});

test('the guard narrows to a code that is known, and says nothing of an error that it did not compare', () => {
  const error: unknown = new LinkpinClientError('rate_limited', 'slow down', { retryAfter: 7 });
  if (isLinkpinClientError(error, 'rate_limited')) {
    const code: 'rate_limited' = error.code;
    assert.deepEqual([code, error.retryAfter], ['rate_limited', 7]);
  } else assert.fail();

  const known = new LinkpinClientError('network', 'away');
  if (isLinkpinClientError(known, 'timeout')) assert.fail();
  // This would not compile if it were narrowed to `never` here.
  assert.equal(known.code, 'network');

  const some = ['timeout', 'network'].at(0) as 'timeout' | 'network';
  if (!isLinkpinClientError(known, some)) assert.equal(known.code, 'network');
  const any = some as LinkpinErrorCode | undefined;
  if (!isLinkpinClientError(known, any)) assert.equal(known.code, 'network');
  // @ts-expect-error: there is no such code
  assert.ok(!isLinkpinClientError(known, 'nonsense'));
});
