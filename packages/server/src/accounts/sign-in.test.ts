import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { byPasswordAt } from '../domain/session.ts';
import { createAccountService } from './account-service.ts';
import { accountPorts } from '../../../../test/harness/people.ts';

const password = 'correct horse';
const minute = 60_000;

/** Ports with an account for Ada; a sign-in returns its outcome. */
async function withAda() {
  const ports = accountPorts();
  const accountService = createAccountService(ports, 'off');
  const made = await accountService.registration.register(
    { username: 'Ada', email: 'ada@example.org', password },
    { by: 'operator', isAdmin: false },
  );
  assert.ok(made.ok);
  const ada = made.value;
  const enter = async (name: string, word: string, address: string | null, deviceCookie: string | null = null) => {
    const known = await accountService.signIn(name, word, { address, deviceCookie });
    return known.ok ? 'in' : known.refusal.kind;
  };
  /** Makes `count` wrong attempts; returns the distinct outcomes. */
  const wrong = async (count: number, name: string, address: string | null, deviceCookie: string | null = null) => {
    const told = new Set<string>();
    for (let turn = 0; turn < count; turn += 1) told.add(await enter(name, 'wrong horse', address, deviceCookie));
    return [...told];
  };
  return { ports, accountService, ada, enter, wrong };
}

describe('passwords that are tried too often', () => {
  it('are counted half a minute later, too', async () => {
    const { wrong, ports } = await withAda();
    assert.deepEqual(await wrong(10, 'Ada', '203.0.113.1'), ['wrong-sign-in']);
    ports.pass(31_000);
    assert.deepEqual(await wrong(1, 'Ada', '203.0.113.1'), ['over-budget']);
  });

  it('wait after ten for one name in one network, the right one too; the next network is not touched', async () => {
    const { wrong, enter, ports } = await withAda();
    assert.deepEqual(await wrong(10, 'Ada', '203.0.113.1'), ['wrong-sign-in']);
    assert.equal(await enter('ADA ', password, '203.0.113.1'), 'over-budget');
    assert.equal(await enter('Ada', password, '203.0.113.2'), 'in');
    ports.pass(63 * minute);
    assert.equal(await enter('Ada', password, '203.0.113.1'), 'in');
  });

  it('are counted alike, and told alike, for a name that nobody has', async () => {
    const { accountService, ports } = await withAda();
    const told = async (name: string) => {
      const answers = [];
      for (let turn = 0; turn < 13; turn += 1) {
        answers.push(await accountService.signIn(name, 'wrong horse', { address: '203.0.113.1', deviceCookie: null }));
      }
      return answers;
    };
    const ofAda = await told('Ada');
    ports.pass(65 * minute); // whole steps of the window
    assert.deepEqual(await told('nobody'), ofAda);
  });

  it('use up nothing while they are right', async () => {
    const { wrong, enter } = await withAda();
    await wrong(9, 'Ada', '203.0.113.1');
    for (let turn = 0; turn < 12; turn += 1) assert.equal(await enter('Ada', password, '203.0.113.1'), 'in');
    assert.deepEqual(await wrong(2, 'Ada', '203.0.113.1'), ['wrong-sign-in', 'over-budget']);
  });

  it('never get more tries by coming at once', async () => {
    const { accountService } = await withAda();
    const trace = { address: '203.0.113.1', deviceCookie: null };
    const told = await Promise.all(
      Array.from({ length: 40 }, () => accountService.signIn('Ada', 'wrong horse', trace)),
    );
    const tested = told.filter((one) => !one.ok && one.refusal.kind === 'wrong-sign-in');
    assert.equal(tested.length, 10);
  });

  it('slow a name down that is sprayed from fifty networks, and never close it to her own', async () => {
    const { wrong, enter } = await withAda();
    for (let network = 0; network < 50; network += 1) await wrong(12, 'Ada', `198.51.100.${network}`);
    assert.equal(await enter('Ada', password, '198.51.100.3'), 'over-budget');
    assert.equal(await enter('Ada', password, '203.0.113.9'), 'in', 'a network that she was never in');
  });

  it('are few for a name that is sprayed: thirty in an hour, and two more from each network', async () => {
    const { accountService } = await withAda();
    let tested = 0;
    for (let turn = 0; turn < 12; turn += 1) {
      for (let network = 0; network < 20; network += 1) {
        const trace = { address: `198.51.100.${network}`, deviceCookie: null };
        const told = await accountService.signIn('Ada', 'wrong horse', trace);
        if (!told.ok && told.refusal.kind === 'wrong-sign-in') tested += 1;
      }
    }
    assert.equal(tested, 30 + 2 * 20);
  });

  it('of many names in one network leave the others there a slow lane', async () => {
    const { wrong, enter } = await withAda();
    for (let turn = 0; turn < 30; turn += 1) await wrong(1, `nobody ${turn}`, '203.0.113.1');
    assert.equal(await enter('Ada', password, '203.0.113.1'), 'in');
    assert.deepEqual(await wrong(3, 'Ada', '203.0.113.1'), ['wrong-sign-in', 'over-budget']);
  });

  it('are counted alike for names and addresses that are there and that are not, in a network with a session', async () => {
    const { accountService, ada, enter, ports } = await withAda();
    const home = '203.0.113.9';
    assert.ok(await accountService.browsers.start(ada, { address: home, userAgent: null }, byPasswordAt(0)));
    const told = async (name: string) => {
      for (let turn = 0; turn < 30; turn += 1) await enter(`junk ${turn}`, 'wrong horse', home);
      const answers = [];
      for (let turn = 0; turn < 12; turn += 1) answers.push(await enter(name, 'wrong horse', home));
      ports.pass(65 * minute);
      assert.ok(await accountService.browsers.start(ada, { address: home, userAgent: null }, byPasswordAt(0)));
      return answers;
    };
    const ofAda = await told('Ada');
    assert.deepEqual(ofAda, [...Array<string>(10).fill('wrong-sign-in'), 'over-budget', 'over-budget']);
    for (const name of ['ada@example.org', 'nobody', 'nobody@example.org']) assert.deepEqual(await told(name), ofAda);
  });

  it('get no lane for every network from an account in one: thirty in an hour for a name in all of them', async () => {
    const { accountService, ada } = await withAda();
    const made = await accountService.registration.register(
      { username: 'Eve', email: null, password },
      { by: 'operator', isAdmin: false },
    );
    assert.ok(made.ok);
    const networks = Array.from({ length: 20 }, (_, index) => `198.51.100.${index}`);
    for (const address of networks)
      await accountService.browsers.start(made.value, { address, userAgent: null }, byPasswordAt(0));
    let tested = 0;
    for (let turn = 0; turn < 12; turn += 1) {
      for (const address of networks) {
        const told = await accountService.signIn(ada.username, 'wrong horse', { address, deviceCookie: null });
        if (!told.ok && told.refusal.kind === 'wrong-sign-in') tested += 1;
      }
    }
    assert.equal(tested, 30 + 30 + 2 * networks.length);
  });

  it('leave a network that she has a session in alone, whatever others do to her name', async () => {
    const { accountService, ada, wrong, enter, ports } = await withAda();
    await accountService.browsers.start(ada, { address: '2001:db8:0:7::1', userAgent: null }, byPasswordAt(0));
    // Spend the limit directly: hashing two thousand passwords takes minutes.
    const name = ports.keys.keyedHash('sign-in name', 'ada');
    const slow = { key: `sign-in/slow/name ${name}`, limit: 2000, period: 24 * 60 * minute };
    for (let turn = 0; turn < 2000; turn += 1) await ports.budgets.spend([slow], ports.clock.now());
    for (let network = 0; network < 3; network += 1) await wrong(10, 'Ada', `198.51.100.${network}`);
    assert.equal(await enter('Ada', password, '192.0.2.1'), 'over-budget', 'closed to a strange network for now');
    assert.equal(await enter('Ada', password, '2001:db8:0:7::2'), 'in');
  });
});

describe('a browser that signed in before', () => {
  it('is not touched by the failures of others, neither on the name nor in the network', async () => {
    const { accountService, ada, wrong, enter } = await withAda();
    const cookie = accountService.deviceCookies.sign(null, ada);
    await wrong(12, 'Ada', '203.0.113.1');
    assert.equal(await enter('Ada', password, '203.0.113.1'), 'over-budget');
    assert.equal(await enter('Ada', password, '203.0.113.1', cookie), 'in');
    assert.equal(await enter('ada@example.org', password, '203.0.113.1', cookie), 'in');
  });

  it('that is a thief gets ten tries more, and takes none from her', async () => {
    const { accountService, ada, wrong, enter } = await withAda();
    const stolen = accountService.deviceCookies.sign(null, ada);
    const hers = accountService.deviceCookies.sign(stolen, ada);
    assert.deepEqual(await wrong(20, 'Ada', '198.51.100.1', stolen), ['wrong-sign-in']);
    assert.equal(await enter('Ada', password, '198.51.100.1', stolen), 'over-budget');
    assert.equal(await enter('Ada', password, '198.51.100.1', hers), 'in');
  });

  it('has no tries of its own for another name, nor after the password changed', async () => {
    const { accountService, ada, wrong, enter } = await withAda();
    const cookie = accountService.deviceCookies.sign(null, ada);
    await wrong(10, 'nobody', '203.0.113.1');
    assert.deepEqual(await wrong(1, 'nobody', '203.0.113.1', cookie), ['over-budget']);
    const changed = await accountService.changePassword(ada, password, 'another horse', 'none');
    assert.ok(changed.ok);
    await wrong(10, 'Ada', '203.0.113.2');
    assert.equal(await enter('Ada', 'another horse', '203.0.113.2', cookie), 'over-budget');
    const next = accountService.deviceCookies.sign(cookie, changed.value);
    assert.equal(await enter('Ada', 'another horse', '203.0.113.2', next), 'in');
  });
});

describe('the old password, asked for when a new one is chosen', () => {
  it('may be wrong ten times in an hour', async () => {
    const { accountService, ada, ports } = await withAda();
    const change = async (old: string) => {
      const changed = await accountService.changePassword(ada, old, 'another horse', 'none');
      return changed.ok ? 'changed' : changed.refusal.kind;
    };
    for (let turn = 0; turn < 10; turn += 1) assert.equal(await change('wrong horse'), 'wrong-sign-in');
    assert.equal(await change(password), 'over-budget');
    ports.pass(63 * minute);
    assert.equal(await change(password), 'changed');
  });
});

describe('somebody new', () => {
  it('comes twenty times in an hour from one network', async () => {
    const { accountService } = await withAda();
    for (let turn = 0; turn < 20; turn += 1) assert.equal(await accountService.admit('203.0.113.1'), undefined);
    assert.equal((await accountService.admit('203.0.113.1'))?.kind, 'over-budget');
    assert.equal(await accountService.admit('203.0.113.2'), undefined);
  });
});
