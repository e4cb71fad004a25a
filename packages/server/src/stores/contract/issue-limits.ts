import assert from 'node:assert/strict';
import type { IssuerClass } from '../../domain/code-length.ts';
import { weakCodes } from '../../domain/code-places.ts';
import { plexCodes } from '../../domain/code.ts';
import { approve, cancel, deny, open, redeem, type Pin } from '../../domain/pin.ts';
import type { Inserted, PinStore } from '../../service/ports/pin-store.ts';
import { aPin, atOnce, anApproval, life, must, t0 } from './samples.ts';
import type { Suite } from './suite.ts';

const day = 86_400_000;

const rules = { perNetwork: 3, overall: 1000, sizing: null };

/** A pin asked for from an address, whose minute of expiry ends `minutes` after the one of {@link t0}. */
const from = (address: string | null, parts: Partial<Pin> = {}): Pin =>
  aPin({ requester: { ...aPin().requester, address }, ...parts });

/** What a new pin has to keep to where no more than so many may wait in one network. */
const roomFor = (perNetwork: number) => ({ perNetwork, overall: 1000, sizing: null });

const add = (pins: PinStore, pin: Pin, limits = rules, now = t0): Promise<Inserted> => pins.insert(pin, now, limits);

const words = (answers: readonly Inserted[]): readonly string[] =>
  answers.map((answer) => (typeof answer === 'string' ? answer : answer.kind));

/** How many of those answers were ok. */
const taken = (answers: readonly Inserted[]): number => words(answers).filter((word) => word === 'ok').length;

const endOfMinute = (time: number): number => time - (time % 60_000) + 60_000;

/** What the port of pins promises of limits. */
export function issueLimitContract({ describe, story }: Suite): void {
  describe('limits of new pins', () => {
    story('of many that ask at once from one network as many get a pin as may wait there', async ({ pins }) => {
      for (const address of ['203.0.113.9', '2001:db8:7:1::9', null]) {
        const answers = await atOnce(32, () => add(pins, from(address)));
        assert.equal(taken(answers), 3, String(address));
        assert.equal(words(answers).filter((word) => word === 'no-room').length, 29);
      }
    });

    story('neighbours are served until the wide network has four times that', async ({ pins }) => {
      const answers = await atOnce(32, (index) => add(pins, from(`198.51.100.${index}`)));
      assert.equal(taken(answers), 12);
      assert.equal(await add(pins, from('198.51.101.1')), 'ok');
      const sixes = await atOnce(32, (index) => add(pins, from(`2001:db8:9:${index}::1`)));
      assert.equal(taken(sixes), 12);
      assert.equal(await add(pins, from('2001:db8:a:1::1')), 'ok');
    });

    story('a full network is told when the first minute is over in which one of its pins expires', async ({ pins }) => {
      const early = from('203.0.113.9', { expiresAt: t0 + 200_000 });
      for (const pin of [from('203.0.113.9'), early, from('203.0.113.9')]) await add(pins, pin);
      const roomAt = endOfMinute(t0 + 200_000);
      assert.deepEqual(await add(pins, from('203.0.113.9')), { kind: 'no-room', roomAt });
      assert.deepEqual(await add(pins, from('203.0.113.9'), rules, roomAt - 1), { kind: 'no-room', roomAt });
      assert.equal(await add(pins, from('203.0.113.9'), rules, roomAt), 'ok');
    });

    story('a pin that is approved, denied or cancelled gives up its place, once', async ({ pins }) => {
      const settle = [
        (pin: Pin) => approve(pin, anApproval()),
        (pin: Pin) => deny(pin, 'account-1', t0),
        (pin: Pin) => cancel(pin, t0),
      ];
      const kept = await atOnce(3, async () => {
        const pin = from('203.0.113.9');
        await add(pins, pin);
        return pin;
      });
      for (const [index, change] of settle.entries()) {
        const pin = kept[index];
        assert.ok(pin);
        assert.deepEqual(words([await add(pins, from('203.0.113.9'))]), ['no-room']);
        const next = change(pin);
        assert.ok(next.ok);
        assert.equal(await pins.replace(next.value, pin.version), true);
        assert.equal(await pins.replace(next.value, pin.version), false);
        assert.equal(await add(pins, from('203.0.113.9')), 'ok');
      }
      assert.deepEqual(words([await add(pins, from('203.0.113.9'))]), ['no-room']);
    });

    story('one that was approved before, or is refused, takes no place', async ({ pins }) => {
      const settled = approve(from('203.0.113.9'), anApproval());
      assert.ok(settled.ok);
      await add(pins, settled.value);
      const first = from('203.0.113.9');
      await add(pins, first);
      for (let turn = 0; turn < 5; turn += 1) await add(pins, from('203.0.113.9', { code: first.code }));
      assert.equal(await add(pins, from('203.0.113.9')), 'ok');
      assert.equal(await add(pins, from('203.0.113.9')), 'ok');
      assert.deepEqual(words([await add(pins, from('203.0.113.9'))]), ['no-room']);
    });

    story('of the last tenth only networks have something that have none waiting', async ({ pins }) => {
      const limits = { ...rules, overall: 20 };
      const flood = await atOnce(64, (index) => add(pins, from(`198.51.${index}.7`), limits));
      assert.equal(taken(flood), 20, 'each has none until it asks');
      for (const pin of await atOnce(3, async () => from('203.0.113.9'))) {
        assert.deepEqual(words([await add(pins, pin, limits)]), ['no-room']);
      }
    });

    story('one flood leaves room for others', async ({ pins }) => {
      const limits = { ...rules, perNetwork: 6, overall: 20 };
      const flood = await atOnce(64, (index) => add(pins, from(`198.51.${index % 4}.7`), limits));
      assert.equal(taken(flood), 18);
      assert.equal(await add(pins, from('203.0.113.9'), limits), 'ok');
      assert.deepEqual(words([await add(pins, from('203.0.113.9'), limits)]), ['no-room']);
    });

    story(
      'a holder’s name is no limit: a flood under somebody’s identifier stops at its own network',
      async ({ pins }) => {
        const flood = await atOnce(32, () => add(pins, from('198.51.100.7', { clientId: 'everybody' })));
        assert.equal(taken(flood), 3);
        assert.equal(await add(pins, from('203.0.113.9', { clientId: 'everybody' })), 'ok');
      },
    );

    const weakRules = {
      perNetwork: 1000,
      overall: 1000,
      sizing: { codes: weakCodes(plexCodes.weak, 160), least: 4, longer: 5 },
    };
    const needs = (length: number, issuer: IssuerClass = 'few') => ({ kind: 'wrong-length', needs: length, issuer });
    const addWeak = (pins: PinStore, address: string, code: string, now = t0) =>
      pins.insert(from(address, { code }), now, weakRules);

    story(
      'of racing callers as many get four symbols as there are places, of one network half (X6)',
      async ({ pins }) => {
        const four = (index: number): string => `A0${String(index).padStart(2, '0')}`;
        const neighbours = await atOnce(32, (index) => addWeak(pins, '203.0.113.9', four(index)));
        assert.equal(taken(neighbours), 4);
        assert.deepEqual(neighbours.at(-1), needs(5));
        const others = await atOnce(32, (index) => addWeak(pins, `198.51.${index}.7`, four(40 + index)));
        assert.equal(taken(others), 4, 'eight in all');
        const five = await atOnce(32, (index) => addWeak(pins, `198.51.${index}.7`, `A0B${four(index).slice(2)}`));
        assert.equal(taken(five), 8);
        assert.deepEqual(five.at(-1), needs(6));
      },
    );

    story(
      'only weak codes that wait take a place of their length: whatever settles one gives it back',
      async ({ pins }) => {
        const settle = [
          (pin: Pin) => approve(pin, anApproval()),
          (pin: Pin) => deny(pin, 'account-1', t0),
          (pin: Pin) => cancel(pin, t0),
        ];
        for (let turn = 0; turn < 12; turn += 1) {
          const pin = from('203.0.113.9', { code: `B0${String(turn).padStart(2, '0')}` });
          assert.equal(await pins.insert(pin, t0, weakRules), 'ok', `turn ${turn}`);
          const next = settle[turn % 3]?.(pin);
          assert.ok(next?.ok);
          assert.equal(await pins.replace(next.value, pin.version), true);
        }
        for (let turn = 0; turn < 4; turn += 1) {
          const pin = from('203.0.113.9', { code: `C00${turn}` });
          assert.equal(await pins.insert(pin, t0, weakRules), 'ok');
          const opened = open(pin, 'account-1', t0);
          assert.ok(opened.ok && (await pins.replace(opened.value, pin.version)));
        }
        assert.deepEqual(await addWeak(pins, '203.0.113.9', 'C010'), needs(5, 'many'), 'opened ones wait');
        const others = { kind: 'user' as const, code: 'WXZBBCDF' };
        assert.equal(await pins.insert(from('198.51.100.7', others), t0, rules), 'ok');
        assert.equal(await addWeak(pins, '198.51.100.7', 'C011'), 'ok');
        assert.deepEqual(await addWeak(pins, '203.0.113.9', 'C012', t0 + life - 60_000), needs(5, 'many'));
        assert.equal(await addWeak(pins, '203.0.113.9', 'C013', t0 + life + 60_000), 'ok', 'expired ones do not');
      },
    );

    story('racing callers never get a shorter user code than their count allows (X6)', async ({ pins }) => {
      const sizing = { symbols: 34, least: 4, guesses: 160, odds: 2 ** -12 };
      const limits = { perNetwork: 1000, overall: 1000, sizing };
      const insert = (address: string, code: string, now = t0) =>
        pins.insert(from(address, { kind: 'user', code }), now, limits);
      const two = (index: number): string => String(index).padStart(2, '0');
      const answers = await atOnce(48, (index) => insert(`198.51.${index}.7`, `A0B${two(index)}`));
      assert.deepEqual(answers[0], needs(4));
      assert.equal(await insert('203.0.113.9', 'AB12'), 'ok');
      const more = await atOnce(48, (index) => insert(`198.51.${index}.7`, `A1B${two(index)}`));
      assert.equal(taken(more), 33, 'with the one before, 34 of five symbols');
      assert.deepEqual(more.at(-1), needs(6));
      assert.deepEqual(await insert('203.0.113.9', 'AB34', t0 + life - 60_000), needs(6));
      assert.equal(await insert('203.0.113.9', 'AB56', t0 + life + 60_000), 'ok');
    });

    story('nine codes of one network are many, also when they were cancelled', async ({ pins }) => {
      const sizing = { symbols: 34, least: 5, guesses: 160, odds: 2 ** -12 };
      const limits = { perNetwork: 1000, overall: 1000, sizing };
      const coded = (index: number) => from('203.0.113.9', { kind: 'user', code: `A0B1${index}` });
      for (let index = 0; index < 8; index += 1) {
        const pin = coded(index);
        assert.equal(await pins.insert(pin, t0, limits), 'ok');
        const gone = cancel(pin, t0);
        assert.ok(gone.ok);
        await pins.replace(gone.value, pin.version);
      }
      const short = from('203.0.113.9', { kind: 'user', code: 'A0' });
      assert.deepEqual(await pins.insert(short, t0, limits), { kind: 'wrong-length', needs: 5, issuer: 'many' });
    });

    story('whoever asks and cancels finds no room in the end, until what was issued expires', async ({ pins }) => {
      const limits = { ...rules, overall: 20 };
      const askAndCancel = async (): Promise<Inserted> => {
        const pin = from('203.0.113.9');
        const answer = await add(pins, pin, limits);
        const gone = cancel(pin, t0);
        if (answer === 'ok' && gone.ok) await pins.replace(gone.value, pin.version);
        return answer;
      };
      for (let turn = 0; turn < 54; turn += 1) assert.equal(await askAndCancel(), 'ok');
      const roomAt = endOfMinute(from(null).expiresAt);
      assert.deepEqual(await askAndCancel(), { kind: 'no-room', roomAt });
      assert.equal(await add(pins, from('198.51.100.7'), limits), 'ok', 'somebody else');
      assert.equal(await add(pins, from('203.0.113.9'), limits, roomAt), 'ok');
    });

    story('the minute is told from which on as many pins expire as may be kept', async ({ pins }) => {
      const minute = 60_000;
      for (const after of [1, 1, 2, 3, 3]) await pins.insert(aPin({ expiresAt: t0 + after * minute }), t0);
      const edges = await Promise.all([5, 4, 3, 2, 1, 0].map((most) => pins.retentionCutoff(most)));
      const edge = (after: number): number => endOfMinute(t0 + after * minute);
      assert.deepEqual(edges, [0, edge(1), edge(1), edge(2), edge(3), edge(3)]);
      assert.equal(await pins.sweep(await pins.retentionCutoff(3), 100), 2);
      assert.equal(await pins.retentionCutoff(3), 0);
    });

    story('a pin is counted until the minute in which it expires is over', async ({ pins }) => {
      const minute = t0 + life - ((t0 + life) % 60_000);
      for (const expiresAt of [minute, minute + 59_999, minute + 60_000]) await pins.insert(aPin({ expiresAt }), t0);
      const add = async (now: number, most: number) => {
        const answer = await pins.insert(aPin({ expiresAt: now + life }), now, roomFor(most));
        return typeof answer === 'string' ? answer : answer.kind;
      };
      assert.equal(await add(t0, 3), 'no-room');
      assert.equal(await add(minute + 59_999, 3), 'no-room');
      assert.equal(await add(minute + 60_000, 1), 'no-room');
      assert.equal(await add(minute + 120_000, 1), 'ok');
    });

    story(
      'a code is counted whatever became of its pin, and a clock that is put back miscounts nothing',
      async ({ pins }) => {
        const approved = must(approve(aPin(), anApproval()));
        await pins.insert(approved, t0);
        await pins.replace(must(redeem(approved, null, t0)), approved.version);
        const early = aPin({ createdAt: t0 - 3 * day, expiresAt: t0 - 3 * day + life });
        await pins.insert(must(approve(early, anApproval(t0 - 3 * day))), t0 - 3 * day);
        const isCounted = async (codes: number, now: number) => {
          const strong = (overall: number) => ({ perNetwork: 1000, overall: overall / 3, sizing: null });
          const other = { ...aPin().requester, address: '198.51.100.1' };
          const full = await pins.insert(aPin({ kind: 'strong', requester: other }), now, strong(codes));
          return typeof full !== 'string' && full.kind === 'no-room';
        };
        assert.ok(await isCounted(1, t0 + life - 60_000));
        assert.ok(await isCounted(2, t0 - 3 * day));
        await pins.sweep(t0 + life, 100);
        assert.ok(await isCounted(1, t0 + life));
        assert.ok(!(await isCounted(2, t0 + life)));
      },
    );
  });
}
