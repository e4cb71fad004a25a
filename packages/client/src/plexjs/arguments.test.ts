import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isLinkpinClientError } from '../errors.ts';
import { readPinArguments, readTokenArguments } from './arguments.ts';

const options = { serverURL: 'http://127.0.0.1:4747/api/v2' };

describe('a request for a pin is the same, however a generation of plexjs was told of it', () => {
  const request = { strong: true, clientID: 'cid-1', clientName: 'My App' };

  test('as a request, since 0.27', () => {
    assert.deepEqual(readPinArguments([request, options]), { request, options });
    assert.deepEqual(readPinArguments([{}]), { request: {}, options: {} });
    assert.deepEqual(readPinArguments([]).options, {});
  });

  test('by positions, the kind of code first, from 0.20 on', () => {
    assert.deepEqual(readPinArguments([true, 'cid-1', 'My App', options]), { request, options });
    assert.deepEqual(readPinArguments([undefined, undefined, 'My App']).request, {
      strong: undefined,
      clientID: undefined,
      clientName: 'My App',
    });
  });

  test('by positions, the name first, before', () => {
    assert.deepEqual(readPinArguments(['My App', true, 'cid-1', options]), { request, options });
  });
});

describe('a question about a pin is the same', () => {
  const request = { pinID: 538114995, clientID: 'cid-1' };

  test('as a request, and by positions, with the id as a number or as text', () => {
    assert.deepEqual(readTokenArguments([request, options]), { request, options });
    assert.deepEqual(readTokenArguments([538114995, 'cid-1', options]), { request, options });
    assert.deepEqual(readTokenArguments(['538114995', 'cid-1', options]), { request, options });
    assert.deepEqual(readTokenArguments([538114995]).options, {});
  });

  for (const pinID of [undefined, NaN, 0, -1, 1.5, '', 'undefined', null]) {
    test(`and asks nobody about the pin ${String(pinID)}`, () => {
      const isBad = (error: unknown): boolean => isLinkpinClientError(error, 'bad_option');
      assert.throws(() => readTokenArguments([pinID as never]), isBad);
      assert.throws(() => readTokenArguments([{ pinID: pinID as never }]), isBad);
    });
  }
});
