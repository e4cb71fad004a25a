// The one budget of guesses, told at the doors of a service (decisions/0010-one-budget-of-guesses.md).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { day, entrances, stores, Proxied } from './proxied.ts';

/** Networks of attackers, of a house, and of somebody elsewhere. */
const attackers = (index: number): string => `198.51.${index % 8}.7`;
const home = '203.0.113.9';
const elsewhere = '2001:db8:7::1';

for (const kind of stores) {
  describe(`guessing at codes, over the ${kind} store`, () => {
    it('a flood from one address is over after an eighth; nobody elsewhere notices', async (context) => {
      const proxied = await Proxied.start(context, kind);
      const victim = await proxied.ask(home);
      const flood = await proxied.crowd(60, () => '198.51.100.1');
      await proxied.guess(flood);
      for (const attemptSource of flood.slice(0, 20)) assert.equal(await proxied.reaches(attemptSource, victim), false);
      assert.equal(await proxied.reaches(await proxied.person(elsewhere), victim), true);
    });

    it('a live code out of reach is answered as one that never was, at every entrance', async (context) => {
      const proxied = await Proxied.start(context, kind);
      const victim = await proxied.ask(home);
      await proxied.guess(await proxied.crowd(20, () => '198.51.100.1'));
      for (const entrance of entrances) {
        const attemptSource = await proxied.person('198.51.100.1');
        const live = await proxied.enter(attemptSource, victim.code, entrance, { holder: victim.holder });
        const none = await proxied.enter(attemptSource, '0000', entrance, { holder: victim.holder });
        assert.deepEqual(live, none, entrance);
        assert.match(live.text, entrance === '/link' ? /Connect to that network/ : /./);
      }
      const headers = { accept: 'application/json', 'x-plex-client-identifier': victim.holder };
      const pin = (await (await proxied.send(`/api/v2/pins/${victim.id}`, home, { headers })).json()) as {
        opened?: boolean;
      };
      assert.notEqual(pin.opened, true);
    });

    it('a flood from many addresses and accounts leaves the old, the near and the strong their way', async (context) => {
      const proxied = await Proxied.start(context, kind);
      await proxied.guess(await proxied.crowd(100, attackers));
      const [near, far, strong] = [
        await proxied.ask(home),
        await proxied.ask(elsewhere),
        await proxied.ask(elsewhere, true),
      ];
      assert.equal(await proxied.reaches(await proxied.person(home), near), true, 'a new account at home');
      const newcomer = await proxied.person(home);
      assert.equal(await proxied.reaches(newcomer, far), false, 'a new account, a device elsewhere');
      assert.equal(await proxied.reaches(newcomer, strong, '/auth'), true, 'the link that an app opens');
      assert.equal(await proxied.reaches(await proxied.person(home, 2), far), true, 'an account in good standing');
      const old = await proxied.person('192.0.2.77', 2);
      await proxied.guess([old, old]);
      assert.equal(await proxied.reaches(old, await proxied.ask(elsewhere)), true, 'after two slips');
      await proxied.guess([old]);
      assert.equal(await proxied.reaches(old, await proxied.ask(elsewhere)), false, 'the third slip was the last');
      assert.equal(await proxied.reaches(old, await proxied.ask('192.0.2.77')), true, 'but at home');
    });

    it('who shares a burnt address is served: the old anywhere, the new at home', async (context) => {
      const proxied = await Proxied.start(context, kind);
      await proxied.guess(await proxied.crowd(30, () => home));
      assert.equal(await proxied.reaches(await proxied.person(home), await proxied.ask(home)), true);
      assert.equal(await proxied.reaches(await proxied.person(home), await proxied.ask(elsewhere)), false);
      assert.equal(await proxied.reaches(await proxied.person(home, 2), await proxied.ask(elsewhere)), true);
    });

    it('who shares an address where nothing is left to guess with gets longer codes, which are reached', async (context) => {
      const proxied = await Proxied.start(context, kind);
      const short = await proxied.ask(home);
      await proxied.guess(await proxied.crowd(11, () => home));
      assert.equal(await proxied.reaches(await proxied.person(home), short), false, 'one from before');
      const [longer, other] = [await proxied.ask(home), await proxied.ask(elsewhere)];
      assert.deepEqual([longer.code.length, other.code.length], [5, 4]);
      assert.equal(await proxied.reaches(await proxied.person(home), longer), true);
      await proxied.guess(await proxied.crowd(41, () => home), '/link', '000000');
      assert.equal(await proxied.reaches(await proxied.person(home), longer), false);
      const long = await proxied.ask(home);
      assert.equal(long.code.length, 8);
      assert.equal(await proxied.reaches(await proxied.person(elsewhere), long), true);
      await proxied.guess(await proxied.crowd(40, () => home));
      assert.equal(await proxied.reaches(await proxied.person(home), await proxied.ask(home)), true);
      assert.equal(await proxied.reaches(await proxied.person('198.51.100.1'), other), true);
      proxied.pass(day + day / 24);
      assert.equal((await proxied.ask(home)).code.length, 4);
    });

    it('wrong codes of other lengths, however many, leave those of four symbols what they have', async (context) => {
      const proxied = await Proxied.start(context, kind);
      for (const code of ['000', '00000', '000000', '00000000']) {
        await proxied.guess(await proxied.crowd(50, attackers), '/link', code);
        await proxied.guess(await proxied.crowd(41, () => home), '/link', code);
      }
      const pin = await proxied.ask(home);
      assert.equal(pin.code.length, 4);
      assert.equal(await proxied.reaches(await proxied.person(elsewhere), pin), true);
    });

    it('every entrance spends the same budget, and being right spends nothing (D44)', async (context) => {
      const proxied = await Proxied.start(context, kind);
      for (const entrance of entrances) {
        assert.equal(
          await proxied.reaches(await proxied.person(home), await proxied.ask(elsewhere), entrance),
          true,
          entrance,
        );
        await proxied.guess(await proxied.crowd(1, () => home), entrance);
      }
      await proxied.guess(await proxied.crowd(1, () => home));
      assert.equal(await proxied.reaches(await proxied.person(home), await proxied.ask(elsewhere)), false);
    });

    it('one account may be wrong ten times in ten minutes; it is told when to come again, others are not', async (context) => {
      const proxied = await Proxied.start(context, kind);
      const hasty = await proxied.person(home);
      for (let turn = 0; turn < 10; turn += 1) await proxied.guess([hasty], entrances[turn % 4], '000000');
      for (const entrance of entrances) {
        const { status, retryAfter } = await proxied.enter(hasty, '0000', entrance);
        assert.equal(status, 429, entrance);
        assert.ok(retryAfter > 0 && retryAfter <= 625, entrance);
      }
      assert.equal(await proxied.reaches(await proxied.person(home), await proxied.ask(elsewhere)), true);
      proxied.pass(626_000);
      assert.equal(await proxied.reaches(hasty, await proxied.ask(home)), true);
    });

    it('comes back by and by: a day after it was burnt it is whole', async (context) => {
      const proxied = await Proxied.start(context, kind);
      await proxied.guess(await proxied.crowd(17, attackers));
      assert.equal(await proxied.reaches(await proxied.person(home), await proxied.ask(elsewhere)), false);
      proxied.pass(day + day / 24);
      assert.equal(await proxied.reaches(await proxied.person(home), await proxied.ask(elsewhere)), true);
    });

    it('nobody who is not signed in is told anything, nor spends anything', async (context) => {
      const proxied = await Proxied.start(context, kind);
      const pin = await proxied.ask(home);
      for (const entrance of entrances) {
        for (let turn = 0; turn < 25; turn += 1) await proxied.enter(null, '0000', entrance, { from: home });
        const live = await proxied.enter(null, pin.code, entrance, { from: home, holder: pin.holder });
        const none = await proxied.enter(null, '0000', entrance, { from: home, holder: pin.holder });
        assert.deepEqual(live, none, entrance);
        assert.ok(live.status === 303 || live.status === 401, entrance);
      }
      const field = async (code: string) => {
        const answer = await proxied.send(`/link?code=${code}`, home);
        return [answer.status, answer.headers.get('location')?.replace(code, 'CODE')];
      };
      assert.deepEqual(await field(pin.code), await field('0000'));
      assert.equal(
        await proxied.reaches(await proxied.person(home), await proxied.ask(elsewhere)),
        true,
        'nothing was spent',
      );
    });
  });
}

describe('a restart', () => {
  it('in the middle of a flood gives the guessers nothing back', async (context) => {
    const proxied = await Proxied.start(context, 'SQLite');
    const flood = await proxied.crowd(17, attackers);
    await proxied.guess(flood.slice(0, 9));
    await proxied.restart();
    await proxied.guess(flood.slice(9));
    const old = await proxied.person('192.0.2.77', 2);
    await proxied.guess([old, old]);
    await proxied.restart();
    assert.equal(await proxied.reaches(await proxied.person(home), await proxied.ask(elsewhere)), false);
    await proxied.guess([old]);
    await proxied.restart();
    assert.equal(await proxied.reaches(old, await proxied.ask(elsewhere)), false, 'nor a try of the reserve');
    assert.equal(await proxied.reaches(old, await proxied.ask('192.0.2.77')), true);
  });
});
