import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aFamily, secret } from '../../stores/contract/samples.ts';
import { redeemPin } from '../../service/pins/redeem-pin.ts';
import { TestBrowser, testSite } from './site.testing.ts';

/** Ada, who linked a device from the network next door and said no to another. */
async function adaWithAPast() {
  const site = testSite();
  const ada = await site.person('Ada');
  await site.person('Ben');
  const browser = new TestBrowser(site);
  await browser.signIn('Ada');
  await browser.submit('/link', { code: (await site.ask({ deviceName: 'Hall' })).code });
  for (const answer of [{ answer: 'yes', mine: 'on' }, { answer: 'no' }]) {
    const name = answer.answer === 'yes' ? 'Küche <b>' : 'Stranger';
    const pin = await site.ask({ deviceName: name });
    await browser.submit('/link', { code: pin.code });
    await browser.submit('/pin', answer);
    if (answer.answer === 'yes') await redeemPin(site.context.ports, pin.id, '203.0.113.50');
  }
  return { site, ada, browser };
}

test('a person sees what happened to their devices, the newest first, and nothing of others', async () => {
  const { site, browser } = await adaWithAPast();
  const { text } = await browser.open('/account/activity');
  const plain = text.replaceAll(/<[^>]+>|[\u2068\u2069]/g, '').replaceAll(/\s+/g, ' ');
  const told = [
    'You said no to Stranger',
    'Küche &lt;b&gt; signed in',
    'You linked Küche',
    'You opened a request from Hall',
  ];
  const places = told.map((words) => plain.indexOf(words));
  assert.ok(
    places.every((place, index) => place > (places[index - 1] ?? 0)),
    `${places.join()} ${plain}`,
  );
  assert.ok(!plain.includes('looked at Stranger'), 'a look that came to something is not told twice');
  const ben = new TestBrowser(site);
  await ben.signIn('Ben');
  assert.match((await ben.open('/account/activity')).text, /Nothing yet/);
});

test('a person can download all about them, without a secret or a hash of one', async () => {
  const { site, browser, ada } = await adaWithAPast();
  const [grant] = await site.context.ports.grants.listFor(ada.id);
  assert.ok(grant);
  const family = aFamily(grant.id, { currentHash: secret() });
  await site.context.store.oauthTokens.addFamily(family);
  const at = site.context.ports.clock.now();
  const block = {
    id: 'block-1',
    requesterKey: 'a-mark',
    account: ada.id,
    name: 'Odd TV',
    by: 'person',
    at,
    until: at + 1000,
  } as const;
  await site.context.store.blocks.put(block);
  const reply = await browser.send('/account/export');
  assert.equal(reply.status, 200);
  assert.match(reply.headers.get('content-disposition') ?? '', /^attachment; filename="linkpin-account\.json"$/);
  assert.equal(reply.headers.get('cache-control'), 'no-store');
  const all = JSON.parse(reply.text) as Record<string, Record<string, unknown>[]>;
  assert.deepEqual(Object.keys(all), [
    'account',
    'devices',
    'browsers',
    'identities',
    'passkeys',
    'blocked',
    'mails',
    'events',
  ]);
  assert.deepEqual(
    all['events']?.map(({ kind }) => kind),
    ['denied', 'opened', 'redeemed', 'approved', 'opened', 'opened'],
  );
  assert.deepEqual([all['devices']?.[0]?.['name'], all['devices']?.length], ['Küche <b>', 1]);
  assert.equal(all['browsers']?.[0]?.['address'], '203.0.113.9');
  assert.deepEqual(
    all['blocked']?.map(({ name }) => name),
    ['Odd TV'],
  );
  const account = await site.context.store.accounts.byId(ada.id);
  const [session] = await site.context.store.sessions.listFor(ada.id, site.context.ports.clock.now());
  const hidden = [
    account?.passwordHash,
    ada.id,
    session?.hash,
    block.requesterKey,
    grant.id,
    grant.tokenHash,
    grant.pinId,
    family.currentHash,
  ];
  for (const secretThing of [...hidden, ...browser.cookies.values()]) {
    assert.ok(typeof secretThing === 'string' && !reply.text.includes(secretThing), String(secretThing));
  }
});

test('nobody but the person gets it', async () => {
  const { site } = await adaWithAPast();
  const reply = await new TestBrowser(site).send('/account/export');
  assert.deepEqual([reply.status, reply.to], [303, '/signin?next=%2Faccount%2Fexport']);
});

test('too many codes are noted, by network and not by person', async () => {
  const { site, browser } = await adaWithAPast();
  let status = 0;
  for (let guess = 0; guess < 200 && status !== 429; guess += 1) {
    await browser.open('/link');
    ({ status } = await browser.post('/link', { code: `ZZ${String(guess).padStart(2, '0')}` }));
  }
  assert.equal(status, 429);
  await site.events.flush();
  const [told] = await site.context.store.auditLog.list({ since: 0, kinds: ['throttled'], limit: 10 });
  assert.deepEqual([told?.address, told?.account], ['203.0.113.9', null]);
});
