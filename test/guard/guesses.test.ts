// The one budget of guesses, told at the doors of a service (decisions/0010-one-budget-of-guesses.md).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { day, entrances, stores, Town } from './town.ts';

/** Networks of attackers, of a house, and of somebody elsewhere. */
const attackers = (index: number): string => `198.51.${index % 8}.7`;
const home = '203.0.113.9';
const elsewhere = '2001:db8:7::1';

for (const kind of stores) {
  describe(`guessing at codes, over the ${kind} store`, () => {
    it('a flood from one address is over after an eighth; nobody elsewhere notices', async (context) => {
      const town = await Town.found(context, kind);
      const victim = await town.ask(home);
      const flood = await town.crowd(60, () => '198.51.100.1');
      await town.guess(flood);
      for (const guesser of flood.slice(0, 20)) assert.equal(await town.reaches(guesser, victim), false);
      assert.equal(await town.reaches(await town.person(elsewhere), victim), true);
    });

    it('a live code out of reach is answered as one that never was, at every entrance', async (context) => {
      const town = await Town.found(context, kind);
      const victim = await town.ask(home);
      await town.guess(await town.crowd(20, () => '198.51.100.1'));
      for (const entrance of entrances) {
        const guesser = await town.person('198.51.100.1');
        const live = await town.enter(guesser, victim.code, entrance, { holder: victim.holder });
        const none = await town.enter(guesser, '0000', entrance, { holder: victim.holder });
        assert.deepEqual(live, none, entrance);
        assert.match(live.text, entrance === '/link' ? /Connect to that network/ : /./);
      }
      const headers = { accept: 'application/json', 'x-plex-client-identifier': victim.holder };
      const pin = (await (await town.send(`/api/v2/pins/${victim.id}`, home, { headers })).json()) as {
        opened?: boolean;
      };
      assert.notEqual(pin.opened, true);
    });

    it('a flood from many addresses and accounts leaves the old, the near and the strong their way', async (context) => {
      const town = await Town.found(context, kind);
      await town.guess(await town.crowd(100, attackers));
      const [near, far, strong] = [await town.ask(home), await town.ask(elsewhere), await town.ask(elsewhere, true)];
      assert.equal(await town.reaches(await town.person(home), near), true, 'a new account at home');
      const newcomer = await town.person(home);
      assert.equal(await town.reaches(newcomer, far), false, 'a new account, a device elsewhere');
      assert.equal(await town.reaches(newcomer, strong, '/auth'), true, 'the link that an app opens');
      assert.equal(await town.reaches(await town.person(home, 2), far), true, 'an account in good standing');
      const old = await town.person('192.0.2.77', 2);
      await town.guess([old, old]);
      assert.equal(await town.reaches(old, await town.ask(elsewhere)), true, 'after two slips');
      await town.guess([old]);
      assert.equal(await town.reaches(old, await town.ask(elsewhere)), false, 'the third slip was the last');
      assert.equal(await town.reaches(old, await town.ask('192.0.2.77')), true, 'but at home');
    });

    it('who shares a burnt address is served: the old anywhere, the new at home', async (context) => {
      const town = await Town.found(context, kind);
      await town.guess(await town.crowd(30, () => home));
      assert.equal(await town.reaches(await town.person(home), await town.ask(home)), true);
      assert.equal(await town.reaches(await town.person(home), await town.ask(elsewhere)), false);
      assert.equal(await town.reaches(await town.person(home, 2), await town.ask(elsewhere)), true);
    });

    it('who shares an address where nothing is left to guess with gets longer codes, which are reached', async (context) => {
      const town = await Town.found(context, kind);
      const short = await town.ask(home);
      await town.guess(await town.crowd(11, () => home));
      assert.equal(await town.reaches(await town.person(home), short), false, 'one from before');
      const [longer, other] = [await town.ask(home), await town.ask(elsewhere)];
      assert.deepEqual([longer.code.length, other.code.length], [5, 4]);
      assert.equal(await town.reaches(await town.person(home), longer), true);
      await town.guess(await town.crowd(41, () => home), '/link', '000000');
      assert.equal(await town.reaches(await town.person(home), longer), false);
      const long = await town.ask(home);
      assert.equal(long.code.length, 8);
      assert.equal(await town.reaches(await town.person(elsewhere), long), true);
      await town.guess(await town.crowd(40, () => home));
      assert.equal(await town.reaches(await town.person(home), await town.ask(home)), true);
      assert.equal(await town.reaches(await town.person('198.51.100.1'), other), true);
      town.wait(day + day / 24);
      assert.equal((await town.ask(home)).code.length, 4);
    });

    it('wrong codes of other lengths, however many, leave those of four symbols what they have', async (context) => {
      const town = await Town.found(context, kind);
      for (const code of ['000', '00000', '000000', '00000000']) {
        await town.guess(await town.crowd(50, attackers), '/link', code);
        await town.guess(await town.crowd(41, () => home), '/link', code);
      }
      const pin = await town.ask(home);
      assert.equal(pin.code.length, 4);
      assert.equal(await town.reaches(await town.person(elsewhere), pin), true);
    });

    it('every entrance spends the same budget, and being right spends nothing (D44)', async (context) => {
      const town = await Town.found(context, kind);
      for (const entrance of entrances) {
        assert.equal(await town.reaches(await town.person(home), await town.ask(elsewhere), entrance), true, entrance);
        await town.guess(await town.crowd(1, () => home), entrance);
      }
      await town.guess(await town.crowd(1, () => home));
      assert.equal(await town.reaches(await town.person(home), await town.ask(elsewhere)), false);
    });

    it('one account may be wrong ten times in ten minutes; it is told when to come again, others are not', async (context) => {
      const town = await Town.found(context, kind);
      const hasty = await town.person(home);
      for (let turn = 0; turn < 10; turn += 1) await town.guess([hasty], entrances[turn % 4], '000000');
      for (const entrance of entrances) {
        const { status, retryAfter } = await town.enter(hasty, '0000', entrance);
        assert.equal(status, 429, entrance);
        assert.ok(retryAfter > 0 && retryAfter <= 625, entrance);
      }
      assert.equal(await town.reaches(await town.person(home), await town.ask(elsewhere)), true);
      town.wait(626_000);
      assert.equal(await town.reaches(hasty, await town.ask(home)), true);
    });

    it('comes back by and by: a day after it was burnt it is whole', async (context) => {
      const town = await Town.found(context, kind);
      await town.guess(await town.crowd(17, attackers));
      assert.equal(await town.reaches(await town.person(home), await town.ask(elsewhere)), false);
      town.wait(day + day / 24);
      assert.equal(await town.reaches(await town.person(home), await town.ask(elsewhere)), true);
    });

    it('nobody who is not signed in is told anything, nor spends anything', async (context) => {
      const town = await Town.found(context, kind);
      const pin = await town.ask(home);
      for (const entrance of entrances) {
        for (let turn = 0; turn < 25; turn += 1) await town.enter(null, '0000', entrance, { from: home });
        const live = await town.enter(null, pin.code, entrance, { from: home, holder: pin.holder });
        const none = await town.enter(null, '0000', entrance, { from: home, holder: pin.holder });
        assert.deepEqual(live, none, entrance);
        assert.ok(live.status === 303 || live.status === 401, entrance);
      }
      const field = async (code: string) => {
        const answer = await town.send(`/link?code=${code}`, home);
        return [answer.status, answer.headers.get('location')?.replace(code, 'CODE')];
      };
      assert.deepEqual(await field(pin.code), await field('0000'));
      assert.equal(await town.reaches(await town.person(home), await town.ask(elsewhere)), true, 'nothing was spent');
    });
  });
}

describe('a restart', () => {
  it('in the middle of a flood gives the guessers nothing back', async (context) => {
    const town = await Town.found(context, 'SQLite');
    const flood = await town.crowd(17, attackers);
    await town.guess(flood.slice(0, 9));
    await town.restart();
    await town.guess(flood.slice(9));
    const old = await town.person('192.0.2.77', 2);
    await town.guess([old, old]);
    await town.restart();
    assert.equal(await town.reaches(await town.person(home), await town.ask(elsewhere)), false);
    await town.guess([old]);
    await town.restart();
    assert.equal(await town.reaches(old, await town.ask(elsewhere)), false, 'nor a try of the reserve');
    assert.equal(await town.reaches(old, await town.ask('192.0.2.77')), true);
  });
});
