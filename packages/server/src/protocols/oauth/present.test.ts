import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aPin } from '../../domain/pin.testing.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { WireResponse } from '../constants/messages.ts';
import {
  presentDeviceAuthorization,
  presentJson,
  presentNothing,
  presentOAuthError,
  presentOAuthRefusal,
  presentOAuthTrouble,
  presentText,
  presentWaiting,
} from './present.ts';

const bodyOf = ({ body }: WireResponse): Record<string, unknown> => JSON.parse(String(body)) as Record<string, unknown>;

const waiting = { pin: aPin(), tooSoon: false, number: null };

describe('what a device is given', () => {
  it('has every member of RFC 8628 §3.2, the page without the code, and is kept by nobody (D9 D10 D13 D20)', () => {
    const response = presentDeviceAuthorization({
      deviceCode: 'secret',
      userCode: 'WXYZ-BCDF',
      verificationUri: 'https://link.example/link',
      verificationUriComplete: 'https://link.example/link?code=WXYZ-BCDF',
      expiresIn: 600,
      interval: 5,
      events: null,
    });
    assert.deepEqual(bodyOf(response), {
      device_code: 'secret',
      user_code: 'WXYZ-BCDF',
      verification_uri: 'https://link.example/link',
      verification_uri_complete: 'https://link.example/link?code=WXYZ-BCDF',
      expires_in: 600,
      interval: 5,
    });
    assert.equal(response.status, 200);
    assert.equal(response.headers['cache-control'], 'no-store');
    assert.equal(response.headers['content-type'], 'application/json');
  });
});

describe('a refusal in OAuth’s words', () => {
  const settled = (as: 'approved' | 'denied' | 'cancelled' | 'redeemed'): Refusal => ({ kind: 'settled', as });
  const cases: readonly (readonly [Refusal, status: number, error: string])[] = [
    [{ kind: 'not-found' }, 400, 'invalid_grant'],
    [{ kind: 'wrong-client' }, 400, 'invalid_grant'],
    [{ kind: 'wrong-key' }, 400, 'invalid_dpop_proof'],
    [{ kind: 'expired' }, 400, 'expired_token'],
    [settled('denied'), 400, 'access_denied'],
    [settled('cancelled'), 400, 'access_denied'],
    [settled('redeemed'), 400, 'invalid_grant'],
    [settled('approved'), 400, 'invalid_grant'],
    [{ kind: 'not-allowed' }, 400, 'unauthorized_client'],
    [{ kind: 'over-budget', retryAfter: 7 }, 429, 'temporarily_unavailable'],
    [{ kind: 'busy', retryAfter: 7 }, 503, 'temporarily_unavailable'],
  ];
  for (const [refusal, status, error] of cases) {
    it(`says ${error} for ${JSON.stringify(refusal)} (D35 D36)`, () => {
      const response = presentOAuthRefusal(refusal);
      assert.equal(response.status, status);
      assert.equal(bodyOf(response)['error'], error);
      assert.equal(response.headers['retry-after'], 'retryAfter' in refusal ? '7' : undefined);
    });
  }

  it('tells another client nothing: its answer is that for a code that nobody made (D30)', () => {
    assert.deepEqual(presentOAuthRefusal({ kind: 'wrong-client' }), presentOAuthRefusal({ kind: 'not-found' }));
  });

  it('is 400 while nobody has decided, too soon or not (D31 D33)', () => {
    assert.deepEqual(
      [presentWaiting(waiting).status, bodyOf(presentWaiting(waiting))['error']],
      [400, 'authorization_pending'],
    );
    assert.deepEqual(
      [
        presentWaiting({ ...waiting, tooSoon: true }).status,
        bodyOf(presentWaiting({ ...waiting, tooSoon: true }))['error'],
      ],
      [400, 'slow_down'],
    );
  });

  it('has the number to show beside the error, where there is one', () => {
    for (const tooSoon of [false, true]) {
      assert.equal(bodyOf(presentWaiting({ ...waiting, tooSoon, number: 42 }))['linkpin_number'], 42);
      assert.ok(!('linkpin_number' in bodyOf(presentWaiting({ ...waiting, tooSoon }))));
    }
  });

  it('is 401 with a challenge for a client that is not itself (D14)', () => {
    const { status, headers } = presentOAuthError({ error: 'invalid_client', description: 'no' });
    assert.equal(status, 401);
    assert.match(headers['www-authenticate'] ?? '', /^Basic /);
  });
});

it('no answer with a code or a token is kept by anybody (D13 B28)', () => {
  const answers = [
    presentJson({}),
    presentText('{}'),
    presentNothing,
    presentWaiting({ ...waiting, tooSoon: true }),
    presentOAuthTrouble('internal'),
  ];
  for (const { headers } of answers) assert.equal(headers['cache-control'], 'no-store');
});
