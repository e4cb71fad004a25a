import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { approve, open } from '../../domain/pin.ts';
import { aPin, anApproval } from '../../domain/pin.testing.ts';
import { plexPinOf, presentPin } from './present.ts';
import { presentUncollected } from './waiting.ts';

const baseUrl = 'https://link.example';
const words = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"expiresIn":7', ' expiresIn="7"', '\\"expiresIn":', '&quot; expiresIn="', "' expiresIn='1'"),
);

describe('the answer to a poll whose pin still waits', () => {
  it('is what is said of any pin, to the byte, at any time of its life', () => {
    fc.assert(
      fc.property(
        words,
        words,
        fc.boolean(),
        fc.constantFrom('json', 'xml'),
        fc.array(fc.integer({ min: 0, max: 899_999 }), { minLength: 1 }),
        (product, clientId, opened, format, times) => {
          const { requester } = aPin();
          const made = aPin({
            clientId,
            requester: { ...requester, deviceInfo: { ...requester.deviceInfo, product } },
          });
          const looked = opened ? open(made, 'ada', 0) : { ok: true as const, value: made };
          assert.ok(looked.ok);
          const pin = looked.value;
          for (const now of times) {
            const plain = plexPinOf(pin, { now, baseUrl, token: null, approverPlace: false });
            assert.deepEqual(presentUncollected(pin, now, baseUrl, format), presentPin(200, plain, format, opened));
          }
        },
      ),
    );
  });

  it('does not say that somebody looks once the pin is approved', () => {
    const approved = approve(aPin(), anApproval());
    assert.ok(approved.ok);
    for (const format of ['json', 'xml'] as const) {
      const plain = plexPinOf(approved.value, { now: 2000, baseUrl, token: null, approverPlace: false });
      assert.deepEqual(
        presentUncollected(approved.value, 2000, baseUrl, format),
        presentPin(200, plain, format, false),
      );
    }
  });

  it('tells each client the address under which it sees the service', () => {
    const pin = aPin();
    for (const url of [baseUrl, 'http://127.0.0.1:4747', baseUrl]) {
      const { body } = presentUncollected(pin, 0, url, 'json');
      assert.equal((JSON.parse(String(body)) as { qr: string }).qr, `${url}/api/v2/pins/qr/${pin.code}`);
    }
  });
});
