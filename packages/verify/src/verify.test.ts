import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createVerifier, type VerifierOptions } from './verify.ts';

const options: VerifierOptions = {
  issuer: 'https://link.example',
  audience: 'https://api.example',
  introspection: { clientId: 'api', clientSecret: 'secret' },
};

describe('a verifier', () => {
  it('is made of an issuer, an audience and a client that say something', () => {
    assert.doesNotThrow(() => createVerifier(options));
    assert.doesNotThrow(() => createVerifier({ issuer: options.issuer, audience: options.audience }));
  });

  for (const [what, part] of [
    ['an issuer', { issuer: undefined }],
    ['an audience', { audience: undefined }],
    ['an audience', { audience: '' }],
    ['an audience', { audience: ' ' }],
    ['introspection.clientId', { introspection: { clientId: undefined, clientSecret: 'secret' } }],
    ['introspection.clientSecret', { introspection: { clientId: 'api', clientSecret: '' } }],
  ] as const) {
    it(`is not made without ${what}: ${JSON.stringify(part)}`, () => {
      assert.throws(() => createVerifier({ ...options, ...part } as VerifierOptions), {
        name: 'TypeError',
        message: `createVerifier needs ${what}, a text that is not empty.`,
      });
    });
  }
});
