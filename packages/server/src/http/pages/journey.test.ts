import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collect } from '../../domain/grant.ts';
import { changeGrant } from '../../service/grants/change-grant.ts';
import { TestBrowser, testSite } from './site.testing.ts';

async function adaAtTheQuestion(deviceInfo = {}, more = {}) {
  const site = testSite();
  await site.person('Ada');
  const browser = new TestBrowser(site);
  await browser.signIn('Ada');
  const pin = await site.ask(deviceInfo, more);
  const question = await browser.submit('/link', { code: pin.code });
  return { site, browser, pin, question };
}

describe('linking a device by its code', () => {
  it('asks for sign-in first, and says nothing about the code before', async () => {
    const site = testSite();
    await site.person('Ada');
    const pin = await site.ask();
    const live = await new TestBrowser(site).send(`/link?code=${pin.code}`);
    const dead = await new TestBrowser(site).send('/link?code=ZZZZ');
    assert.deepEqual([live.status, live.to], [303, `/signin?next=%2Flink%3Fcode%3D${pin.code}`]);
    assert.deepEqual([dead.status, dead.to], [303, '/signin?next=%2Flink%3Fcode%3DZZZZ']);
    for (const code of [pin.code, 'ZZZZ']) {
      const posted = await new TestBrowser(site).post('/link', { code });
      assert.equal(posted.status, 303);
      assert.match(posted.to ?? '', /^\/signin\?next=%2Fcontinue%3Ft%3D/);
      assert.ok(!(posted.to ?? '').includes(code), 'nor does the address show it');
    }
    const current = await site.pin(pin.id);
    assert.ok(current?.state.at === 'pending' && current.state.opened === null);
  });

  it('tells a wrong length from a wrong code, whether or not a code of that length lives', async () => {
    const { browser } = await adaAtTheQuestion();
    const said = async (code: string): Promise<string> => {
      await browser.open('/link');
      return (await browser.post('/link', { code })).text;
    };
    for (const code of ['A', 'AB1', 'ABCDE', 'ABCDEFGHJ', 'https://elsewhere.example/link?code=AB12']) {
      assert.match(await said(code), /You entered \d+ characters?, but codes usually have 4 or 8/, code);
    }
    assert.match(await said('A'), /You entered 1 character,/);
    assert.match(await said('ABCD-EFGH'), /That code is wrong or has expired/);
  });

  it('looks nothing up that is shorter than any code: it spends no try', async () => {
    const { browser, pin } = await adaAtTheQuestion();
    await browser.open('/link');
    for (let entry = 0; entry < 15; entry += 1) await browser.post('/link', { code: 'ZZZ' });
    assert.match((await browser.post('/link', { code: pin.code })).to ?? '', /^\/pin\?t=/);
  });

  it('takes our own link, or a sentence with one code in it, in place of the code', async () => {
    const { browser, pin } = await adaAtTheQuestion();
    for (const entry of [`https://link.example/link?code=${pin.code}`, `Your code is: ${pin.code}`]) {
      await browser.open('/link');
      assert.match((await browser.post('/link', { code: entry })).to ?? '', /^\/pin\?t=/, entry);
    }
  });

  it('goes from sign-in to the code, to the question, to yes, to done', async () => {
    const { site, browser, pin, question } = await adaAtTheQuestion();
    assert.equal(question.status, 200);
    for (const words of ['Is this your device?', 'It says it is', 'My Player', 'Living room', 'Ada']) {
      assert.ok(question.text.includes(words), words);
    }
    const done = await browser.submit('/pin', { answer: 'yes', mine: 'on' });
    assert.match(done.text, /Done\. Look at your TV/);
    const current = await site.pin(pin.id);
    assert.ok(current?.state.at === 'approved' && current.state.approval.address === '203.0.113.9');
    const [grant] = await site.context.ports.grants.listFor(current.state.approval.account);
    assert.equal(grant?.name, 'Living room');
  });

  it('forgives case, spaces, dashes, look-alikes and full-width letters', async () => {
    const { site, browser, pin } = await adaAtTheQuestion();
    const [a = '', b = '', c = '', d = ''] = pin.code;
    const lookAlike = pin.code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'i');
    const wide = [...pin.code].map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join('');
    for (const typed of [`${a}${b}-${c}${d}`, ` ${a} ${b} ${c} ${d} `, lookAlike, wide]) {
      await browser.open('/link');
      const reply = await browser.post('/link', { code: typed });
      assert.match(reply.to ?? '', /^\/pin\?t=/, typed);
    }
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
  });

  it('keeps what was typed when the code is wrong, and says what to do', async () => {
    const { browser } = await adaAtTheQuestion();
    await browser.open('/link');
    const wrong = await browser.post('/link', { code: '"><b>zz' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /<title>Error: Link a device/);
    assert.match(wrong.text, /aria-invalid="true"\s+autofocus/);
    assert.match(wrong.text, /You entered 3 characters, but codes usually have 4 or 8\. .*get a new one on your TV/);
    assert.ok(wrong.text.includes('value="&quot;&gt;&lt;b&gt;zz"'));
    const right = await browser.post('/link', { code: 'ZZZZ' });
    assert.match(right.text, /That code is wrong or has expired/);
    const empty = await browser.post('/link', { code: ' - ' });
    assert.equal(empty.status, 422);
    assert.match(empty.text, /Enter the code shown on your TV or device first/);
  });

  it('has no code and no key in the URL of the question', async () => {
    const { browser, pin } = await adaAtTheQuestion();
    await browser.open('/link');
    const { to } = await browser.post('/link', { code: pin.code });
    assert.ok(to !== null && !to.includes(pin.code) && !to.includes(pin.id) && !to.includes(pin.publicId));
  });

  it('refuses a yes without the tick, and nothing is lost', async () => {
    const { site, browser, pin } = await adaAtTheQuestion({}, { wantsToApprove: true });
    const again = await browser.post('/pin', { answer: 'yes', approver: 'on' });
    assert.equal(again.status, 422);
    assert.match(again.text, /Tick the box/);
    assert.match(again.text, /name="approver" value="on" checked/);
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
    assert.match((await browser.submit('/pin', { answer: 'yes', mine: 'on' })).text, /Done\./);
  });

  it('takes a no without the tick; the device hears of it', async () => {
    const { site, browser, pin } = await adaAtTheQuestion();
    const no = await browser.submit('/pin', { answer: 'no' });
    assert.match(no.text, /You said no/);
    assert.equal((await site.pin(pin.id))?.state.at, 'denied');
  });

  it('lets the device approve others only when it asked and the person ticked that too', async () => {
    const cases = [
      { asks: true, ticks: true, may: true },
      { asks: true, ticks: false, may: false },
      { asks: false, ticks: true, may: false },
    ];
    for (const { asks, ticks, may } of cases) {
      const { site, browser, pin, question } = await adaAtTheQuestion({}, { wantsToApprove: asks });
      assert.equal(question.text.includes('name="approver"'), asks);
      await browser.post('/pin', { answer: 'yes', mine: 'on', ...(ticks ? { approver: 'on' } : {}) });
      const current = await site.pin(pin.id);
      assert.ok(current?.state.at === 'approved');
      assert.equal(current.state.approval.mayApprove, may);
    }
  });

  it('answers a second click as the first: a replayed yes changes nothing, a late no neither', async () => {
    const { site, browser, pin } = await adaAtTheQuestion();
    const first = await browser.post('/pin', { answer: 'yes', mine: 'on' });
    const before = await site.pin(pin.id);
    const second = await browser.post('/pin', { answer: 'yes', mine: 'on' });
    const no = await browser.post('/pin', { answer: 'no' });
    assert.deepEqual([first.to, second.to], [no.to, no.to]);
    assert.deepEqual(await site.pin(pin.id), before);
    assert.equal(
      (await site.context.ports.grants.listFor((await site.context.store.accounts.bySignInName('ada'))?.id ?? ''))
        .length,
      1,
    );
  });

  it('says plainly when the code has expired, was cancelled, or somebody else has decided', async () => {
    const late = await adaAtTheQuestion();
    late.site.pass(900_000);
    const expired = await late.browser.post('/pin', { answer: 'yes', mine: 'on' });
    assert.match(expired.text, /That code has expired/);
    assert.match(expired.text, /Get a new code on your TV or device/);

    const shared = await adaAtTheQuestion();
    await shared.site.person('Bob');
    const bob = new TestBrowser(shared.site, '203.0.113.10');
    await bob.signIn('Bob');
    await bob.submit('/link', { code: shared.pin.code });
    await bob.post('/pin', { answer: 'no' });
    const settled = await shared.browser.post('/pin', { answer: 'yes', mine: 'on' });
    assert.match(settled.text, /Nothing was linked/);
    assert.equal((await shared.site.pin(shared.pin.id))?.state.at, 'denied');
  });

  it('names the device in place', async () => {
    const { site, browser, pin } = await adaAtTheQuestion();
    await browser.submit('/pin', { answer: 'yes', mine: 'on' });
    const renamed = await browser.submit('/done', { name: '  Bed\u202Eroom <b> ' });
    assert.match(renamed.text, /Saved\./);
    const current = await site.pin(pin.id);
    assert.ok(current?.state.at === 'approved');
    const [grant] = await site.context.ports.grants.listFor(current.state.approval.account);
    assert.equal(grant?.name, 'Bedroom <b>');
  });

  it('has an account that was wrong ten times wait, and says how long', async () => {
    const { browser, pin } = await adaAtTheQuestion();
    await browser.open('/link');
    for (let guess = 0; guess < 10; guess += 1) {
      assert.equal((await browser.post('/link', { code: 'ZZZZZZ' })).status, 422);
    }
    const over = await browser.post('/link', { code: pin.code });
    assert.equal(over.status, 429);
    assert.ok(Number(over.headers.get('retry-after')) > 0);
    assert.match(over.text, /Try again in \d+ (minute|second)/);
  });
});

describe('a ticket', () => {
  it('that is forged, of another session, of another account or too old opens nothing', async () => {
    const { site, browser, pin } = await adaAtTheQuestion();
    const { to } = await browser.post('/link', { code: pin.code });
    assert.ok(to !== null);

    await site.person('Bob');
    const bob = new TestBrowser(site, '203.0.113.10');
    await bob.signIn('Bob');
    const sameAccount = new TestBrowser(site);
    await sameAccount.signIn('Ada');
    for (const [who, path] of [
      [bob, to],
      [sameAccount, to],
      [browser, `${to}AAAA`],
      [browser, `${to.slice(0, 60)}${to[60] === 'A' ? 'B' : 'A'}${to.slice(61)}`],
      [browser, '/pin?t='],
      [browser, '/pin'],
      [browser, '/pin?t=x.y'],
    ] as const) {
      const reply = await who.open(path);
      assert.equal(reply.status, 404, path);
      assert.match(reply.text, /This page has expired/);
      await who.open('/account');
      const answered = await who.post('/pin', { t: path.slice('/pin?t='.length), answer: 'yes', mine: 'on' });
      assert.equal(answered.status, 404);
    }
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
    site.pass(60 * 60 * 1000);
    assert.equal((await browser.open(to)).status, 404);
  });
});

describe('the devices', () => {
  it('are listed, renamed and revoked by their own account only', async () => {
    const { site, browser } = await adaAtTheQuestion();
    await browser.submit('/pin', { answer: 'yes', mine: 'on' });
    const ada = await site.context.store.accounts.bySignInName('ada');
    const [grant] = await site.context.ports.grants.listFor(ada?.id ?? '');
    assert.ok(grant !== undefined);

    await site.person('Bob');
    const bob = new TestBrowser(site, '203.0.113.10');
    await bob.signIn('Bob');
    assert.ok(!(await bob.open('/devices')).text.includes('Living room'));
    await bob.open('/account');
    assert.equal((await bob.post('/devices/rename', { id: grant.id, name: 'mine now' })).to, '/devices');
    await bob.post('/devices/revoke', { id: grant.id });
    assert.equal((await site.context.ports.grants.byId(grant.id))?.name, 'Living room');

    const list = await browser.open('/devices');
    assert.match(list.text, /Living room/);
    assert.match(list.text, /Linked, but hasn’t connected yet\. Open the app on the device again/);
    assert.equal(list.text.split('class="device-menu"').length - 1, 1, 'one menu a card');
    assert.match(list.text, /<a class="button quiet small" href="\/link">Link a device<\/a>/);
    assert.match(list.text, /datetime="2026-11-21T12:\d\d:\d\d.\d+Z"\s+title="Nov 21, 2026, 12:\d\d\sPM UTC"/);
    assert.match((await browser.submit('/devices/rename', { id: grant.id, name: 'Kitchen' })).text, /Kitchen/);
    assert.match((await browser.submit('/devices/rename', { id: grant.id, name: ' \u200B ' })).text, /Living room/);
    const gone = await browser.submit('/devices/revoke', { id: grant.id });
    assert.match(gone.text, /No devices yet/);
    assert.equal(await site.context.ports.grants.byId(grant.id), undefined);
  });

  it('say when a token was collected from another network than the one that asked', async () => {
    const { site, browser, pin } = await adaAtTheQuestion();
    await browser.post('/pin', { answer: 'yes', mine: 'on' });
    const current = await site.pin(pin.id);
    assert.ok(current?.state.at === 'approved');
    await changeGrant(site.context.ports.grants, current.state.approval.grantId, (grant) =>
      collect(grant, site.context.ports.clock.now(), { reader: '198.51.100.7', elsewhere: true }),
    );
    const list = await browser.open('/devices');
    assert.match(list.text, /a different network than the request came from/);
    assert.ok(!list.text.includes('198.51.100.7'), 'a stranger’s address is not shown');
  });
});
