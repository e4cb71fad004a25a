import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { barToDeviceCode } from './device-grant.ts';

const redirectUris = ['http://127.0.0.1/callback'];

describe('a device code', () => {
  for (const [who, client, isOn, hasNoBrowser, bar] of [
    ['any client that nothing is said of', {}, true, false, null],
    ['one that has it among its grants', { grants: ['device_code'] as const }, true, false, null],
    ['one that is led back as well', { redirectUris }, true, false, null],
    ['one that has other grants', { grants: ['authorization_code'] as const, redirectUris }, true, true, 'not-granted'],
    ['any client where the operator gives none', {}, false, true, 'not-granted'],
    ['one that is to use the browser', { browserFirst: true, redirectUris }, true, false, 'browser-first'],
    ['one that is to use the browser, where there is none', { browserFirst: true, redirectUris }, true, true, null],
    [
      'one that is to use the browser, where the operator gives none',
      { browserFirst: true, redirectUris },
      false,
      true,
      'not-granted',
    ],
  ] as const) {
    it(`${bar === null ? 'is' : 'is not'} for ${who}`, () => {
      assert.equal(barToDeviceCode(client, isOn, hasNoBrowser), bar);
    });
  }
});
