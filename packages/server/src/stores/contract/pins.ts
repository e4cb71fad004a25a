import assert from 'node:assert/strict';
import { foldCode } from '../../domain/code.ts';
import { listedIn } from '../../domain/nearby.ts';
import {
  approve,
  cancel,
  deny,
  endOf,
  publicIdRest,
  open,
  redeem,
  redeemOnce as redeemForGood,
  repeatReadWindow,
  type Pin,
} from '../../domain/pin.ts';
import { recordPoll } from '../../domain/poll-facts.ts';
import type { Inserted, PinStore } from '../../service/ports/pin-store.ts';
import { aPin, atOnce, anApproval, life, must, secret, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

/** What the port of pins promises. */
export function pinContract({ describe, story }: Suite): void {
  describe('pins', () => {
    story('a pin is found by id, by public id and by code', async ({ pins }) => {
      const pin = aPin();
      assert.equal(await pins.insert(pin, t0), 'ok');
      assert.deepEqual(await pins.byId(pin.id), pin);
      assert.deepEqual(await pins.byPublicId('plex', pin.publicId), pin);
      assert.deepEqual(await pins.byCode(foldCode(pin.code), t0), pin);
    });

    story('a public id is of one protocol, and names nothing in the other', async ({ pins }) => {
      const pin = aPin();
      await pins.insert(pin, t0);
      assert.equal(await pins.byPublicId('oauth', pin.publicId), undefined);
      const other = aPin({ protocol: 'oauth', publicId: pin.publicId });
      assert.equal(await pins.insert(other, t0), 'ok');
      assert.deepEqual(await pins.byPublicId('oauth', pin.publicId), other);
      assert.deepEqual(await pins.byPublicId('plex', pin.publicId), pin);
    });

    story('a member that only a newer version knows survives a change', async ({ pins }) => {
      const pin = { ...aPin(), tomorrow: { more: 'than is known' } };
      assert.equal(await pins.insert(pin, t0), 'ok');
      const read = await pins.byId(pin.id);
      assert.deepEqual(read, pin);
      const next = { ...pin, version: pin.version + 1 };
      assert.equal(await pins.replace({ ...read, version: next.version }, pin.version), true);
      assert.deepEqual(await pins.byId(pin.id), next);
    });

    story(
      'pins that wait for an answer are found by where they were asked for, the last to expire first',
      async ({ pins }) => {
        const from = (address: string | null, parts: Partial<Pin> = {}): Pin => {
          const pin = aPin(parts);
          return { ...pin, requester: { ...pin.requester, address } };
        };
        const [early, late] = [from('192.168.1.7'), from('192.168.1.8', { expiresAt: t0 + life + 60_000 })];
        const [answered, elsewhere, unknown] = [from('192.168.1.7'), from('192.168.2.7'), from(null)];
        const ended = from('192.168.1.7', { expiresAt: t0 + 1 });
        const strong = from('192.168.1.7', { kind: 'strong', code: secret() });
        for (const pin of [early, late, answered, elsewhere, unknown, ended, strong]) await pins.insert(pin, t0);
        await pins.replace(must(deny(answered, 'account-1', t0)), answered.version);
        const network = listedIn(early) ?? '';
        const listed = async (where: string, now: number, limit: number): Promise<readonly unknown[]> =>
          (await pins.waitingIn(where, now, limit)).map((pin) => ({ ...pin, code: undefined }));
        const withoutCode = (...all: readonly Pin[]) => all.map((pin) => ({ ...pin, code: undefined }));
        assert.deepEqual(await listed(network, t0 + 1, 9), withoutCode(late, early));
        assert.deepEqual(await listed(network, t0 + 1, 1), withoutCode(late));
        assert.deepEqual(await listed(listedIn(elsewhere) ?? '', t0 + 1, 9), withoutCode(elsewhere));
        assert.deepEqual(await listed('another network', t0 + 1, 9), []);
        await pins.sweep(t0 + 2, 9);
        assert.deepEqual(await listed(network, t0, 9), withoutCode(late, early));
      },
    );

    story('what was never there is not found', async ({ pins }) => {
      assert.equal(await pins.byId('nothing'), undefined);
      assert.equal(await pins.byPublicId('plex', '1'), undefined);
      assert.equal(await pins.byCode('NONE', t0), undefined);
      assert.equal(await pins.byCode('', t0), undefined);
    });

    story('each state survives the round trip', async ({ pins }) => {
      const opened = must(open(aPin(), 'account-1', t0 + 1));
      const approved = must(approve(opened, anApproval(t0 + 2)));
      const redeemed = must(redeem(approved, '2001:db8::1', t0 + 3));
      const ask = { scopes: ['listen', 'library:read'], resources: ['https://music.example/api'] };
      const asked = aPin({ protocol: 'oauth', kind: 'user', authorizationRequest: ask, keyThumbprint: secret() });
      const keyed = aPin({ deviceKey: { thumbprint: secret(), x: secret(), kid: 'called “mine”' } });
      const narrowed = must(approve(asked, { ...anApproval(t0 + 2), scopes: ['listen'] }));
      const states = [
        { ...asked, ...fresh() },
        keyed,
        must(open(aPin({ matchesNumber: true }), 'account-1', t0 + 1, secret())),
        narrowed,
        {
          ...must(redeemForGood(narrowed, { reader: null, elsewhere: true, answer: `k1.${secret()}` }, t0 + 3)),
          ...fresh(),
        },
        { ...opened, ...fresh() },
        { ...approved, ...fresh() },
        { ...redeemed, ...fresh() },
        recordPoll(recordPoll(aPin(), { codeHolder: secret(), from: '198.51.100.7' }), { provenNonce: secret() }),
        must(deny(aPin(), 'account-1', t0 + 4)),
        must(cancel(aPin(), t0 + 5)),
        aPin({ kind: 'strong', code: 'm6mijjn177ut0qaz02b9iedof', expiresAt: t0 + 2 * life }),
        aPin({ requester: { ...aPin().requester, address: null, place: null, wantsToApprove: true } }),
        aPin({ requester: { ...aPin().requester, address: null, hiddenBehind: '203.0.113.9', place: null } }),
      ];
      for (const pin of states) {
        await pins.insert(pin, t0);
        assert.deepEqual(await pins.byId(pin.id), pin);
      }
    });

    story('text of any kind survives the round trip', async ({ pins }) => {
      const texts = [
        'Grüße, 東京',
        '👩‍👩‍👧‍👦🏴‍☠️',
        '\u202Eevil\u202C',
        'שלום مرحبا',
        'a\u0000b',
        '\uD800 alone',
        'x'.repeat(100_000),
        '',
      ];
      for (const text of texts) {
        const plain = aPin();
        const pin = {
          ...plain,
          clientId: text,
          requester: {
            ...plain.requester,
            deviceInfo: { ...plain.requester.deviceInfo, product: text, deviceName: text },
          },
        };
        assert.equal(await pins.insert(pin, t0), 'ok');
        assert.deepEqual(await pins.byPublicId('plex', pin.publicId), pin);
      }
    });

    story('a public id is not given twice while its pin lives and for a day after its end', async ({ pins }) => {
      const first = aPin();
      const end = endOf(first);
      await pins.insert(first, t0);
      const again = (now: number) =>
        pins.insert(aPin({ publicId: first.publicId, createdAt: now, expiresAt: now + life }), now);
      assert.equal(await again(t0), 'public-id-taken');
      assert.equal(await again(end), 'public-id-taken');
      assert.equal(await again(end + publicIdRest - 1), 'public-id-taken');
      assert.deepEqual(await pins.byPublicId('plex', first.publicId), first);
      const later = end + publicIdRest;
      assert.equal(await again(later), 'ok');
      assert.equal((await pins.byPublicId('plex', first.publicId))?.createdAt, later);
    });

    story('the rest of a public id counts from the real end, which a redemption moves', async ({ pins }) => {
      const pin = aPin();
      await pins.insert(pin, t0);
      const approved = must(approve(pin, anApproval()));
      assert.equal(await pins.replace(approved, pin.version), true);
      const redeemed = must(redeem(approved, null, t0 + 5));
      assert.equal(await pins.replace(redeemed, approved.version), true);
      const free = t0 + 5 + repeatReadWindow.plex + publicIdRest;
      assert.equal(await pins.insert(aPin({ publicId: pin.publicId }), free - 1), 'public-id-taken');
      assert.equal(await pins.insert(aPin({ publicId: pin.publicId }), free), 'ok');
    });

    story('a code is not given twice while its pin lives, whatever became of the pin', async ({ pins }) => {
      const first = aPin();
      await pins.insert(first, t0);
      await pins.replace(must(deny(first, 'account-1', t0)), first.version);
      assert.equal(await pins.insert(aPin({ code: first.code }), t0), 'code-taken');
      assert.equal(await pins.insert(aPin({ code: first.code }), first.expiresAt - 1), 'code-taken');
    });

    story('an ended pin gives up its code and stays readable by its public id', async ({ pins }) => {
      const first = aPin();
      await pins.insert(first, t0);
      const second = aPin({ code: first.code, createdAt: first.expiresAt, expiresAt: first.expiresAt + life });
      assert.equal(await pins.byCode(foldCode(first.code), first.expiresAt), undefined);
      assert.equal(await pins.insert(second, first.expiresAt), 'ok');
      assert.deepEqual(await pins.byCode(foldCode(first.code), first.expiresAt), second);
      assert.deepEqual(await pins.byPublicId('plex', first.publicId), first);
    });

    story('a code that was given up does not come back with a late change of its old pin', async ({ pins }) => {
      const first = must(approve(aPin(), anApproval()));
      await pins.insert(first, t0);
      const second = aPin({ code: first.code, createdAt: first.expiresAt, expiresAt: first.expiresAt + life });
      await pins.insert(second, first.expiresAt);
      const late = must(redeem(first, null, first.expiresAt - 1));
      assert.equal(await pins.replace(late, first.version), true);
      assert.deepEqual(await pins.byCode(foldCode(first.code), first.expiresAt), second);
    });

    story('codes that people take for each other are one code: O0 and I1, case, across kinds', async ({ pins }) => {
      await pins.insert(aPin({ code: 'A0B1' }), t0);
      for (const code of ['AOBI', 'A0BI', 'aob1', 'a0b1', 'Ａ０Ｂ１']) {
        for (const kind of ['weak', 'strong'] as const) {
          assert.equal(await pins.insert(aPin({ code, kind }), t0), 'code-taken', code);
        }
        assert.equal((await pins.byCode(foldCode(code), t0))?.code, 'A0B1');
      }
      assert.equal(await pins.insert(aPin({ code: 'A0B2' }), t0), 'ok');
    });

    story('a pin that was refused leaves nothing behind', async ({ pins }) => {
      const first = aPin();
      await pins.insert(first, t0);
      const sameCode = aPin({ code: first.code });
      const sameHandle = aPin({ publicId: first.publicId });
      await pins.insert(sameCode, t0);
      await pins.insert(sameHandle, t0);
      assert.equal(await pins.byId(sameCode.id), undefined);
      assert.equal(await pins.byPublicId('plex', sameCode.publicId), undefined);
      assert.equal(await pins.byId(sameHandle.id), undefined);
      assert.equal(await pins.byCode(foldCode(sameHandle.code), t0), undefined);
      assert.equal(
        await pins.insert(aPin(), t0, { perNetwork: 2, overall: 1000, sizing: null }),
        'ok',
        'one is counted',
      );
    });

    story('an insert with a key that is there throws and changes nothing', async ({ pins }) => {
      const first = aPin();
      await pins.insert(first, t0);
      await assert.rejects(pins.insert(aPin({ id: first.id }), t0));
      assert.deepEqual(await pins.byId(first.id), first);
      assert.equal(
        await pins.insert(aPin(), t0, { perNetwork: 2, overall: 1000, sizing: null }),
        'ok',
        'one is counted',
      );
    });

    story('replace stores the next pin only over the version that was read', async ({ pins }) => {
      const pin = aPin();
      await pins.insert(pin, t0);
      const yes = must(approve(pin, anApproval()));
      const no = must(deny(pin, 'account-1', t0));
      assert.equal(await pins.replace(yes, pin.version), true);
      assert.equal(await pins.replace(no, pin.version), false);
      assert.deepEqual(await pins.byId(pin.id), yes);
      assert.equal(await pins.replace(aPin(), 1), false);
    });

    story('of callers that insert one public id at once exactly one is told ok', async ({ pins }) => {
      const publicId = aPin().publicId;
      const answers = await atOnce(16, () => pins.insert(aPin({ publicId }), t0));
      assert.deepEqual(tallied(answers), { 'public-id-taken': 15, ok: 1 });
    });

    story('of callers that insert one code at once exactly one is told ok', async ({ pins }) => {
      const answers = await atOnce(16, (index) => pins.insert(aPin({ code: index % 2 === 0 ? 'X0Y1' : 'xoyi' }), t0));
      assert.deepEqual(tallied(answers), { 'code-taken': 15, ok: 1 });
    });

    story('of two settlers, and of many, exactly one wins', async ({ pins }) => {
      for (const settlers of [2, 32]) {
        const pin = aPin();
        await pins.insert(pin, t0);
        const told = await atOnce(settlers, (index) => {
          const next = index % 2 === 0 ? approve(pin, anApproval()) : deny(pin, `account-${index}`, t0);
          return pins.replace(must(next), pin.version);
        });
        assert.equal(told.filter(Boolean).length, 1);
        assert.equal((await pins.byId(pin.id))?.version, pin.version + 1);
      }
    });

    story('of 32 readers that redeem at once exactly one makes the change', async ({ pins }) => {
      const approved = must(approve(aPin(), anApproval()));
      await pins.insert(approved, t0);
      const changed = await atOnce(32, (index) => redeemOnce(pins, approved, `198.51.100.${index}`));
      assert.equal(changed.filter(Boolean).length, 1);
      assert.equal((await pins.byId(approved.id))?.version, approved.version + 1);
    });

    story('a redeemed pin is live for ten seconds more, also past its expiry (wire S10)', async ({ pins }) => {
      const approved = must(approve(aPin(), anApproval()));
      await pins.insert(approved, t0);
      const last = approved.expiresAt - 1;
      await pins.replace(must(redeem(approved, null, last)), approved.version);
      const end = last + repeatReadWindow.plex;
      assert.equal((await pins.byCode(foldCode(approved.code), end - 1))?.id, approved.id);
      assert.equal(await pins.byCode(foldCode(approved.code), end), undefined);
    });

    story(
      'a sweep forgets what ended before the instant, at most as many as asked, and nothing else',
      async ({ pins }) => {
        const old = await atOnce(5, async (index) => {
          const pin = aPin({ expiresAt: t0 + index, kind: index % 2 === 0 ? 'weak' : 'strong' });
          await pins.insert(pin, t0 - life);
          return pin;
        });
        const edge = aPin({ expiresAt: t0 + 10 });
        const live = aPin();
        await pins.insert(edge, t0);
        await pins.insert(live, t0);
        assert.equal(await pins.sweep(t0, 100), 0);
        assert.equal(await pins.sweep(t0 + 10, 3), 3);
        assert.equal(await pins.sweep(t0 + 10, 3), 2);
        assert.equal(await pins.sweep(t0 + 10, 3), 0);
        for (const pin of old) assert.equal(await pins.byId(pin.id), undefined);
        assert.deepEqual(await pins.byPublicId('plex', edge.publicId), edge);
        assert.deepEqual(await pins.byCode(foldCode(live.code), t0), live);
      },
    );

    story('a sweep goes by the real end of a redeemed pin, and leaves the heir of its code alone', async ({ pins }) => {
      const approved = must(approve(aPin(), anApproval()));
      await pins.insert(approved, t0);
      await pins.replace(must(redeem(approved, null, t0)), approved.version);
      const end = t0 + repeatReadWindow.plex;
      const heir = aPin({ code: approved.code });
      assert.equal(await pins.insert(heir, end), 'ok');
      assert.equal(await pins.sweep(end, 10), 0);
      assert.equal(await pins.sweep(end + 1, 10), 1);
      assert.equal(await pins.byPublicId('plex', approved.publicId), undefined);
      assert.deepEqual(await pins.byCode(foldCode(heir.code), end + 1), heir);
    });
  });
}

/** How often each answer came. */
function tallied(answers: readonly Inserted[]): Readonly<Record<string, number>> {
  const words = answers.map((answer) => (typeof answer === 'string' ? answer : answer.kind));
  return Object.fromEntries([...new Set(words)].map((word) => [word, words.filter((other) => other === word).length]));
}

const fresh = () => ({ id: secret(), publicId: aPin().publicId, code: aPin().code });

/** Reads, asks the core, replaces, as the service does; true for the caller whose replace counted. */
async function redeemOnce(pins: PinStore, of: Pin, reader: string): Promise<boolean> {
  const read = await pins.byPublicId('plex', of.publicId);
  assert.ok(read);
  const outcome = redeem(read, reader, t0 + 1);
  return outcome.ok && outcome.value.version !== read.version && (await pins.replace(outcome.value, read.version));
}
