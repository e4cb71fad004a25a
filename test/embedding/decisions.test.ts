// A program that shows the question itself answers for its person, and gets past nothing that the pages ask for.
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { AnswerRefusal, ApprovalByCode, Result, SettingsInput } from '@linkpin/server';
import { requesterIdentityOf, requesterKeyOf } from '../../packages/server/src/domain/requester-key.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { protocols, type Waiting } from '../waiting/protocols.ts';
import { fetchAdapter, untilWaiting } from '../waiting/holding.ts';

const here = '127.0.0.1';

interface Begun {
  readonly harness: Harness;
  readonly tv: Waiting;
  /** An approval of which everything is known: the person is signed in, near, and has typed the code. */
  readonly good: ApprovalByCode;
}

async function begin(t: TestContext, protocol = 'plex', settings: SettingsInput = {}): Promise<Begun> {
  const harness = createHarness('decisions', { settings });
  t.after(() => harness.service.close());
  const tv = await (protocols[protocol] ?? assert.fail())(harness, fetchAdapter(harness));
  const { id } = await harness.person('ada');
  const signedInAt = harness.ports.clock.now();
  return { harness, tv, good: { account: id, code: tv.code, address: here, signedInAt, codeEntry: 'typed' } };
}

const without = (approval: ApprovalByCode, ...names: readonly (keyof ApprovalByCode)[]): ApprovalByCode =>
  Object.fromEntries(
    Object.entries(approval).filter(([name]) => !names.includes(name as keyof ApprovalByCode)),
  ) as unknown as ApprovalByCode;

function assertRefused(answer: Result<unknown, AnswerRefusal>, kind: AnswerRefusal['kind']): void {
  assert.equal(answer.ok ? 'taken' : answer.refusal.kind, kind);
}

for (const protocol of ['plex', 'oauth']) {
  describe(`service.approve and service.deny, of ${protocol}`, () => {
    it('approve says whose request it was; the device that waits hears of it and signs in', async (t) => {
      const { harness, tv, good } = await begin(t, protocol);
      const poll = tv.poll({ prefer: 'wait=50' });
      await untilWaiting(harness, 1);
      const typed = ` ${tv.code.toLowerCase().slice(0, 2)}-${tv.code.slice(2)}`;
      const answer = await harness.service.approve({ ...good, code: typed });
      assert.ok(answer.ok, JSON.stringify(answer));
      assert.equal(answer.value.clientId, 'tv');
      assert.equal(answer.value.protocol, protocol);
      assert.deepEqual(
        Object.keys(answer.value).toSorted(),
        ['clientId', 'deviceInfo', 'protocol'],
        'and no secret of the pin',
      );
      assert.ok(tv.hasToken(await poll));
      const entries = await harness.store.auditLog.list({ since: 0, kinds: ['opened', 'approved'], limit: 9 });
      assert.deepEqual(
        entries.map(({ kind, account, address }) => ({ kind, account, address })),
        ['opened', 'approved'].map((kind) => ({ kind, account: good.account, address: here })),
      );
    });

    it('deny reaches the device, however long ago the person signed in', async (t) => {
      const { harness, tv, good } = await begin(t, protocol);
      const answer = await harness.service.deny({ account: good.account, code: tv.code });
      assert.equal(answer.ok && answer.value.clientId, 'tv');
      assert.ok(tv.isDenied(await tv.poll()));
      assertRefused(await harness.service.approve(good), 'settled');
    });
  });
}

describe('service.approve', () => {
  it('takes none of a person who did not sign in lately, or of whom nothing is known', async (t) => {
    const { harness, tv, good } = await begin(t);
    assertRefused(await harness.service.approve(without(good, 'signedInAt')), 'stale-sign-in');
    const days = harness.service.settings.freshSignInDays * 86_400_000;
    for (const signedInAt of [good.signedInAt! - days, Number.NaN]) {
      assertRefused(await harness.service.approve({ ...good, signedInAt }), 'stale-sign-in');
    }
    assert.ok(tv.isPending(await tv.poll()));
    const justFresh = { ...good, signedInAt: good.signedInAt! - days + 1 };
    assert.ok((await harness.service.approve(justFresh)).ok);
  });

  it('counts a person of whose place nothing is known as far away', async (t) => {
    const { harness, tv, good } = await begin(t, 'plex', { plexWhenFar: 'refuse' });
    assertRefused(await harness.service.approve(without(good, 'address')), 'too-far');
    for (const address of ['', 'nowhere', '127.0.0.1, 10.0.0.1']) {
      assertRefused(await harness.service.approve({ ...good, address }), 'too-far');
    }
    assert.ok(tv.isPending(await tv.poll()));
    assert.ok((await harness.service.approve({ ...good, address: '::ffff:127.0.0.1' })).ok);
  });

  it('counts a code as brought by a link unless it was typed', async (t) => {
    const { harness, tv, good } = await begin(t, 'plex', { plexWhenFar: 'type' });
    const far = without(good, 'address');
    assertRefused(await harness.service.approve(without(far, 'codeEntry')), 'code-not-typed');
    for (const codeEntry of ['linked', 'delegate', 'Typed']) {
      const approval = { ...far, codeEntry } as unknown as ApprovalByCode;
      assertRefused(await harness.service.approve(approval), 'code-not-typed');
    }
    assertRefused(
      await harness.service.approve({
        ...without(far, 'signedInAt'),
        codeEntry: 'delegate',
      } as unknown as ApprovalByCode),
      'code-not-typed',
    );
    assert.ok(tv.isPending(await tv.poll()));
    assert.ok((await harness.service.approve(far)).ok);
  });

  it('takes none for a requester that is blocked', async (t) => {
    const { harness, tv, good } = await begin(t);
    const at = harness.ports.clock.now();
    const found = await harness.store.pins.byCode(tv.code, at);
    const requesterKey = requesterKeyOf(requesterIdentityOf(found ?? assert.fail())) ?? assert.fail();
    const block = { id: 'b', requesterKey, account: good.account, name: 'TV' } as const;
    await harness.store.blocks.put({ ...block, by: 'person', at, until: at + 1000 });
    assertRefused(await harness.service.approve(good), 'blocked');
  });

  it('is asked by nobody who has no account, and such a question costs no guess', async (t) => {
    const { harness, good } = await begin(t);
    for (const answer of [harness.service.approve, harness.service.deny]) {
      assertRefused(await answer({ ...good, account: 'nobody' }), 'no-account');
    }
    assert.ok((await harness.service.approve(good)).ok);
  });

  it('spends the guesses of the person, as the pages do, and right codes spend none', async (t) => {
    const { harness, tv, good } = await begin(t);
    let wrong = 0;
    for (;;) {
      const answer = await harness.service.deny({ ...good, code: `XX${String(wrong).padStart(2, '0')}` });
      assert.ok(!answer.ok);
      if (answer.refusal.kind === 'over-budget') break;
      assert.equal(answer.refusal.kind, 'not-found');
      assert.ok((wrong += 1) < 100);
    }
    assertRefused(await harness.service.approve(good), 'over-budget');
    const ben = await harness.person('ben');
    const bens = await harness.service.approve({ ...good, account: ben.id });
    assert.ok(bens.ok, 'somebody else is not kept out');
    assert.ok(tv.hasToken(await tv.poll()));
  });

  it('of answers that race exactly one is taken', async (t) => {
    const { harness, good } = await begin(t);
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        index % 2 === 0 ? harness.service.approve(good) : harness.service.deny(good),
      ),
    );
    assert.equal(answers.filter(({ ok }) => ok).length, 1);
  });
});

describe('service.createAccount', () => {
  it('makes an account that signs in, and says why there is none', async (t) => {
    const harness = createHarness('accounts', { settings: { registration: 'off' } });
    t.after(() => harness.service.close());
    const ada = { username: 'ada', password: 'correct horse battery' };
    const made = await harness.service.createAccount({ ...ada, email: 'ada@example.com', isAdmin: true });
    assert.ok(made.ok);
    const { emailConfirmed, isAdmin, number } = made.value;
    assert.deepEqual([emailConfirmed, isAdmin, number], [true, true, 1]);
    const again = await harness.service.createAccount({ ...ada, username: 'ADA' });
    assert.deepEqual(again, { ok: false, refusal: { kind: 'username-taken' } });
    const short = await harness.service.createAccount({ ...ada, username: 'ben', password: 'short' });
    assert.deepEqual(short, { ok: false, refusal: { kind: 'short-password' } });
    const plain = await harness.service.createAccount({ ...ada, username: 'ben' });
    assert.deepEqual(plain.ok && [plain.value.email, plain.value.isAdmin], [null, false]);
    assert.equal(await harness.service.setUpPath(), null);
    const trace = { address: null, deviceCookie: null };
    assert.ok((await harness.accountService.signIn('ada', ada.password, trace)).ok);
  });
});
