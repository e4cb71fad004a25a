import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SettingsInput } from '../../config/settings.ts';
import { requesterIdentityOf, requesterKeyOf } from '../../domain/requester-key.ts';
import type { Pin } from '../../domain/pin.ts';
import { asks } from '../../http/pages/oauth-site.testing.ts';
import { testSite, type TestSite } from '../../http/pages/site.testing.ts';
import { aClient, anIdentity } from '../../stores/contract/samples.ts';
import { openPin } from './open-code.ts';
import { numberToMatch } from './number-to-match.ts';
import { standIn } from './stand-in.testing.ts';
import { decideByCode } from './decide-by-code.ts';
import { decidePin, gatherFacts, type Decider, type Decision, type DecisionPorts } from './decide-pin.ts';

/** Ada at home, who typed the code, and a device that asks from there. */
async function begin(settings: SettingsInput = {}) {
  const site = testSite(settings);
  const account = await site.person('Ada');
  const { ports } = site.context;
  const ada: Decider = { account, address: '203.0.113.50', codeEntry: 'typed' };
  const yes = { answer: 'approve', signedInAt: ports.clock.now(), approvedBy: null, mayApprove: false } as const;
  return { site, account, ports, ada, yes, pin: await site.ask() };
}

/** Blocks the requester of a pin for a minute. */
function block({ context: { store, ports } }: TestSite, pin: Pin, account: string | null): Promise<void> {
  const at = ports.clock.now();
  const mark = requesterKeyOf(requesterIdentityOf(pin)) ?? '';
  return store.blocks.put({
    id: 'block',
    requesterKey: mark,
    account,
    name: 'TV',
    by: 'operator',
    at,
    until: at + 60_000,
  });
}

async function wordOf(ports: DecisionPorts, pin: Pin, decider: Decider, decision: Decision): Promise<string> {
  const decided = await decidePin(ports, pin, decider, decision);
  return decided.ok ? decided.value.state.at : decided.refusal.kind;
}

describe('a decision', () => {
  it('approves a pin that nothing bars, and denies one', async () => {
    const { site, ports, ada, yes, pin } = await begin();
    assert.equal(await wordOf(ports, pin, ada, yes), 'approved');
    const denied = await decidePin(ports, await site.ask(), ada, { answer: 'deny' });
    assert.ok(denied.ok && denied.value.state.at === 'denied');
    assert.equal(denied.value.state.why, 'said-no');
  });

  it('counts an address that is not told as far, but not one that cannot be known', async () => {
    const { ports, ada, yes, pin } = await begin({ plexWhenFar: 'refuse' });
    const { address: _, ...nowhere } = ada;
    assert.equal(await wordOf(ports, pin, nowhere, yes), 'too-far');
    assert.equal(await wordOf(ports, pin, { ...ada, address: null }, yes), 'approved');
  });

  it('counts a code of which nothing is told as one that a link brought', async () => {
    const { ports, ada, yes, pin } = await begin({ plexWhenFar: 'type', plexUnknownIsFar: true });
    const { codeEntry: _, ...linked } = { ...ada, address: '198.51.100.1' };
    assert.equal(await wordOf(ports, pin, linked, yes), 'code-not-typed');
    assert.equal(await wordOf(ports, pin, { ...linked, codeEntry: 'typed' }, yes), 'approved');
  });

  it('asks nothing about the way between a browser and itself', async () => {
    const { ports, ada, pin } = await begin({ plexWhenFar: 'refuse', plexUnknownIsFar: true });
    const abroad = { ...ada, address: '198.51.100.1' };
    assert.notEqual((await gatherFacts(ports, pin, abroad)).facts.farness, null);
    assert.equal((await gatherFacts(ports, pin, { ...abroad, codeEntry: 'browser' })).facts.farness, null);
  });

  it('of a pin without scopes takes none for none', async () => {
    const { ports, ada, yes, pin } = await begin();
    assert.equal(await wordOf(ports, pin, ada, { ...yes, scopes: [] }), 'approved');
  });

  it('counts a sign-in of which nothing is told as too long ago', async () => {
    const { ports, ada, yes, pin } = await begin();
    const { signedInAt: _, ...undated } = yes;
    assert.equal(await wordOf(ports, pin, ada, undated), 'stale-sign-in');
  });

  it('keeps of an approval the scopes that are left, the sign-in it was given in, and whether the device may approve', async () => {
    const { site, ports, account, ada, yes } = await begin();
    await site.context.store.oauthClients.add({ ...aClient(), id: 'player', scopes: ['listen', 'pay'] });
    const pin = await asks(site, null, ['listen', 'pay']);
    const signIn = { method: 'provider', provider: 'work', signedInAt: 7, acr: 'gold', amr: ['otp'] } as const;
    const decided = await decidePin(ports, pin, ada, { ...yes, mayApprove: true, scopes: ['listen'], signIn });
    assert.ok(decided.ok && decided.value.state.at === 'approved');
    const { approval } = decided.value.state;
    assert.deepEqual(
      [approval.account, approval.address, approval.scopes, approval.signIn, approval.mayApprove, approval.approvedBy],
      [account.id, ada.address, ['listen'], signIn, false, null],
    );
    const all = await decidePin(ports, await asks(site, null, ['listen', 'pay']), ada, yes);
    assert.deepEqual(all.ok && all.value.state.at === 'approved' && all.value.state.approval.scopes, ['listen', 'pay']);
    assert.equal(all.ok && all.value.state.at === 'approved' && 'signIn' in all.value.state.approval, false);
  });

  it('tells the person by mail of a device that was linked, and of nothing else', async () => {
    const { site, ports, account, ada, yes, pin } = await begin();
    const told: unknown[] = [];
    const mail = { notify: async (notice: unknown) => void told.push(notice) };
    const decided = await decidePin({ ...ports, mail }, pin, ada, yes);
    assert.ok(decided.ok && decided.value.state.at === 'approved');
    await decidePin({ ...ports, mail }, await site.ask(), ada, { answer: 'deny' });
    await decidePin({ ...ports, mail }, await site.ask(), ada, { ...yes, signedInAt: null });
    assert.deepEqual(told, [
      { kind: 'device-linked', account: account.id, grant: decided.value.state.approval.grantId },
    ]);
  });

  it('tells by mail of a yes that a browser or a device gave, but of no remembered one', async () => {
    const { site, ports, ada, yes } = await begin();
    const linked = async (codeEntry: Decider['codeEntry'] & string, approvedBy: string | null) => {
      let mails = 0;
      const mail = { notify: async () => void (mails += 1) };
      await decidePin({ ...ports, mail }, await site.ask(), { ...ada, codeEntry }, { ...yes, approvedBy });
      return mails;
    };
    assert.equal(await linked('browser', null), 1);
    assert.equal(await linked('delegate', 'a grant'), 1);
    assert.equal(await linked('browser', 'a grant'), 0);
  });

  it('of a pin with a number needs it, and takes what was typed', async () => {
    const { site, ports, ada, yes } = await begin();
    await site.context.store.oauthClients.add({ ...aClient(), id: 'player', numberMatching: true });
    const pin = await asks(site, null, []);
    assert.equal(await wordOf(ports, pin, ada, yes), 'number-missing');
    const opened = await openPin(ports, pin, 'ada', { session: 's' });
    assert.ok(opened.ok);
    const number = numberToMatch(ports.keys, opened.value) ?? 0;
    let mails = 0;
    const mail = { notify: async () => void (mails += 1) };
    const type = (typed: number) =>
      wordOf({ ...ports, mail }, opened.value, ada, { ...yes, number: { session: 's', typed } });
    assert.equal(await type(number + 1), 'pending');
    assert.equal(mails, 0, 'nothing was linked yet');
    assert.equal(await type(number), 'approved');
    assert.equal(mails, 1);
  });

  it('is barred by a block for the account or for everybody, and a denial is not', async () => {
    for (const whom of ['account', 'everybody'] as const) {
      const { site, ports, account, ada, yes, pin } = await begin();
      await block(site, pin, whom === 'account' ? account.id : null);
      assert.equal(await wordOf(ports, pin, ada, yes), 'blocked', whom);
      assert.equal(await wordOf(ports, pin, ada, { answer: 'deny' }), 'denied', whom);
    }
  });

  it('is barred for whoever is in none of the groups that the client is for', async () => {
    const { site, ports, account, ada, yes } = await begin();
    const { store } = site.context;
    await store.oauthClients.add({ ...aClient(), id: 'player', requiredGroups: ['staff'] });
    const pin = await asks(site, null, []);
    assert.equal(await wordOf(ports, pin, ada, yes), 'not-in-group');
    const { passwordHash } = (await store.accounts.byId(account.id)) ?? assert.fail();
    const identity = anIdentity({ account: account.id });
    assert.equal(await store.identities.join(identity, passwordHash), 'joined');
    assert.equal(await wordOf(ports, pin, ada, yes), 'approved');
  });

  it('is barred once the client was removed', async () => {
    const { site, ports, ada, yes } = await begin();
    await site.context.store.oauthClients.add({ ...aClient(), id: 'player' });
    const pin = await asks(site, null, []);
    await site.context.store.oauthClients.remove('player');
    assert.equal(await wordOf(ports, pin, ada, yes), 'client-gone');
  });

  it('is judged again when the pin has changed before it was stored', async () => {
    const { site, ports, account, ada, yes, pin } = await begin();
    let isFirst = true;
    const replace: DecisionPorts['pins']['replace'] = async (next, version, beside) => {
      if (isFirst) {
        isFirst = false;
        await openPin(ports, pin.id, account.id, {});
        await block(site, pin, account.id);
      }
      return ports.pins.replace(next, version, beside);
    };
    const raced = { ...ports, pins: standIn(ports.pins, { replace }) };
    assert.equal(await wordOf(raced, pin, ada, yes), 'blocked');
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
  });
});

describe('a decision by code', () => {
  it('opens the pin, decides, and tells both', async () => {
    const { site, ports, ada, yes, pin } = await begin();
    const approved = await decideByCode(ports, pin.code, ada, yes);
    assert.ok(approved.ok && approved.value.state.at === 'approved');
    const other = await site.ask({}, { clientId: 'another' });
    const denied = await decideByCode(ports, other.code, ada, { answer: 'deny' });
    assert.ok(denied.ok && denied.value.state.at === 'denied');
    await site.events.flush();
    const told = await site.context.store.auditLog.listFor(ada.account.id, 10);
    assert.deepEqual(told.map(({ kind }) => kind).sort(), ['approved', 'denied', 'opened', 'opened']);
    assert.deepEqual(new Set(told.map(({ address }) => address)), new Set([ada.address]), 'and from where');
  });

  it('opens a pin that it may not approve all the same', async () => {
    const { site, ports, ada, pin } = await begin();
    const barred = await decideByCode(ports, pin.code, ada, { answer: 'approve', approvedBy: null, mayApprove: false });
    assert.ok(!barred.ok && barred.refusal.kind === 'stale-sign-in');
    const { state } = (await site.pin(pin.id)) ?? {};
    assert.ok(state?.at === 'pending' && state.opened?.by === ada.account.id);
    await site.events.flush();
    const told = await site.context.store.auditLog.listFor(ada.account.id, 10);
    assert.deepEqual(
      told.map(({ kind, address }) => [kind, address]),
      [['opened', ada.address]],
    );
  });

  it('opens and approves in one step', async () => {
    const { ports, ada, yes, pin } = await begin();
    let writes = 0;
    const replace: DecisionPorts['pins']['replace'] = (...given) => {
      writes += 1;
      return ports.pins.replace(...given);
    };
    const approved = await decideByCode({ ...ports, pins: standIn(ports.pins, { replace }) }, pin.code, ada, yes);
    assert.ok(approved.ok);
    assert.equal(writes, 1);
  });

  it('spends a guess on a code that is none', async () => {
    const { ports, ada, yes } = await begin();
    const missed = await decideByCode(ports, 'ZZZZ', ada, yes);
    assert.ok(!missed.ok && missed.refusal.kind === 'not-found');
  });
});
