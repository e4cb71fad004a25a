import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { managePerson, removePerson } from './manage-person.ts';
import { command, grace, operated } from './operate.testing.ts';

describe('a person who is managed', () => {
  it('becomes an admin, is disabled or signed out, and back, and each is noted with who did it', async () => {
    const { ports, store, person, told } = operated();
    await person('grace', { isAdmin: true });
    await person('ada');
    for (const act of ['make-admin', 'unmake-admin', 'disable', 'enable', 'end-sign-ins'] as const) {
      assert.equal(await managePerson(ports, 'ada', act, grace), 'done', act);
    }
    assert.deepEqual(
      await told(),
      ['admin-made', 'admin-unmade', 'person-disabled', 'person-enabled', 'person-signed-out'].map((kind) => [
        kind,
        'ada',
        'grace',
        '203.0.113.80',
      ]),
    );
    const account = await store.accounts.byId('ada');
    assert.deepEqual([account?.isAdmin, account?.isDisabled], [false, false]);
  });

  it('by a command is noted as by a command', async () => {
    const { ports, person, told } = operated();
    await person('ada');
    assert.equal(await managePerson(ports, 'ada', 'make-admin', command), 'done');
    assert.deepEqual(await told(), [['admin-made', 'ada', 'command', null]]);
  });

  it('is not managed by one who is no admin, is not there, or is the last admin, and nothing is noted', async () => {
    const { ports, person, told } = operated();
    await person('ada', { isAdmin: true });
    assert.equal(await managePerson(ports, 'ada', 'disable', grace), 'not-admin');
    assert.equal(await managePerson(ports, 'nobody', 'disable', command), 'no-account');
    assert.equal(await managePerson(ports, 'ada', 'unmake-admin', command), 'last-admin');
    assert.deepEqual(await told(), []);
  });
});

describe('a person who is removed', () => {
  it('is gone, and the log says by whom, not who it was', async () => {
    const { ports, store, person, told } = operated();
    await person('grace', { isAdmin: true });
    await person('ada');
    assert.equal(await removePerson(ports, 'ada', grace), 'removed');
    assert.equal(await store.accounts.byId('ada'), undefined);
    assert.deepEqual(await told(), [['person-removed', null, 'grace', '203.0.113.80']]);
  });

  it('is not removed by one who is no admin or as the last admin; by command even the last one is', async () => {
    const { ports, person, told } = operated();
    await person('ada', { isAdmin: true });
    assert.equal(await removePerson(ports, 'ada', grace), 'not-admin');
    assert.equal(await removePerson(ports, 'ada', { ...grace, admin: 'ada' }), 'last-admin');
    assert.equal(await removePerson(ports, 'nobody', command), 'no-account');
    assert.deepEqual(await told(), []);
    assert.equal(await removePerson(ports, 'ada', command), 'removed');
  });

  it('is removed on the word of an operator, whatever the password', async () => {
    const { ports, person } = operated();
    await person('grace', { isAdmin: true });
    await person('ada');
    const grounds: unknown[] = [];
    const accounts = {
      ...ports.accounts,
      async remove(_id: string, ground: object) {
        grounds.push(ground);
        return 'no-account' as const;
      },
    };
    for (const operator of [command, grace]) await removePerson({ ...ports, accounts }, 'ada', operator);
    assert.deepEqual(grounds, [{ by: 'operator' }, { by: 'admin', admin: 'grace' }]);
  });
});
