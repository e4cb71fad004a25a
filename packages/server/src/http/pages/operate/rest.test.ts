import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aGrant, t0 } from '../../../stores/contract/samples.ts';
import { operatedSite, plain } from './operate.testing.ts';

const hostile = '"><script>alert(1)</script>\u202E' + 'long '.repeat(200);

describe('devices of everybody', () => {
  it('are found by device, app or person, and signed out', async () => {
    const { site, ada, browser } = await operatedSite();
    const ben = await site.person('Ben');
    const { grants, auditLog } = site.context.store;
    const [tv, phone] = [
      aGrant({ account: ben.id, name: 'Küche', clientId: 'tv-app', linkedAt: site.context.ports.clock.now() }),
      aGrant({ account: ada.id, name: 'Phone', clientId: 'phone-app', linkedAt: site.context.ports.clock.now() }),
    ];
    site.pass(1);
    for (const grant of [tv, phone]) await grants.add(grant);
    const found = async (search: string) => {
      const { text } = await browser.open(`/operate/devices?q=${encodeURIComponent(search)}`);
      return [...text.matchAll(/<h2><bdi>(.*?)<\/bdi>/g)].map(([, name]) => name).toSorted();
    };
    assert.deepEqual(await found(''), ['Küche', 'Phone']);
    assert.deepEqual(await found('KÜC'), ['Küche']);
    assert.deepEqual(await found('phone-app'), ['Phone']);
    assert.deepEqual(await found('ben'), ['Küche']);
    assert.deepEqual(await found('nothing like it'), []);
    await browser.open('/operate/devices?q=ben');
    const done = await browser.submit('/operate/devices/revoke', { id: tv.id });
    assert.match(plain(done.text), /Its tokens have stopped working/);
    assert.equal(await grants.byId(tv.id), undefined);
    assert.match(plain((await browser.submit('/operate/devices/revoke', { id: tv.id })).text), /already signed out/);
    const [told] = await auditLog.list({ since: 0, kinds: ['device-revoked'], limit: 1 });
    assert.deepEqual([told?.account, told?.by, told?.client], [ben.id, ada.id, 'tv-app']);
  });
});

describe('apps', () => {
  it('are added, with a secret that the answer shows once, and removed with their devices', async () => {
    const { site, ada, browser } = await operatedSite();
    await browser.open('/operate/clients');
    const fields = { id: 'radio', name: 'Radio', authMethod: 'client_secret_basic', scopes: 'listen  read' };
    const reply = await browser.post('/operate/clients/add', fields);
    assert.equal(reply.headers.get('cache-control'), 'no-store');
    const secret = /lps_[\w-]{43}/.exec(reply.text)?.[0] ?? '';
    assert.notEqual(secret, '');
    const client = await site.context.store.oauthClients.byId('radio');
    assert.deepEqual([client?.name, client?.scopes, client?.isVerified], ['Radio', ['listen', 'read'], true]);
    const { text } = await browser.open('/operate/clients');
    assert.ok(!text.includes('lps_') && text.includes('Radio'));
    const grant = aGrant({ account: ada.id, protocol: 'oauth', clientId: 'radio', linkedAt: Date.now() * 2 });
    await site.context.store.grants.add(grant);
    const removed = await browser.submit('/operate/clients/remove', { id: 'radio' });
    assert.match(plain(removed.text), /Removed, and 1 device signed out/);
    assert.match(
      plain((await browser.submit('/operate/clients/remove', { id: 'radio' })).text),
      /can’t be removed here/,
    );
    const told = await site.context.store.auditLog.list({
      since: 0,
      kinds: ['client-added', 'client-removed'],
      limit: 9,
    });
    assert.deepEqual(
      told.map(({ kind, client: about, by }) => [kind, about, by]),
      [
        ['client-added', 'radio', ada.id],
        ['client-removed', 'radio', ada.id],
      ],
    );
  });

  it('that cannot be are refused at their fields, and what was typed stays', async () => {
    const { site, browser } = await operatedSite();
    await browser.open('/operate/clients');
    const good = { id: 'radio', name: '', authMethod: 'none', scopes: '', audiences: '' };
    for (const [fields, text] of [
      [{ id: 'two words' }, /without spaces/],
      [{ id: '' }, /without spaces/],
      [{ scopes: 'a"b' }, /can’t have quotes/],
      [{ audiences: 'https://api.example/#part' }, /full URLs/],
      [{ authMethod: 'magic' }, /Check each field/],
      [{ id: hostile }, /without spaces/],
    ] as const) {
      const reply = await browser.post('/operate/clients/add', { ...good, ...fields });
      assert.equal(reply.status, 422, JSON.stringify(fields));
      assert.match(plain(reply.text), text);
      assert.doesNotMatch(reply.text, /<script>alert/);
    }
    assert.deepEqual(await site.context.store.oauthClients.list(), []);
    await browser.post('/operate/clients/add', good);
    assert.match(plain((await browser.post('/operate/clients/add', good)).text), /with this id already/);
  });
});

describe('the audit log', () => {
  it('is filtered by kind, person and time, and shows no address in full', async () => {
    const { site, ada, browser } = await operatedSite();
    const ben = await site.person('Ben');
    await browser.open(`/operate/people/${ben.number}`);
    await browser.submit(`/operate/people/${ben.number}/make-admin`);
    await site.ask();
    await site.events.flush();
    const kinds = async (query: string) => {
      const { text } = await browser.open(`/operate/audit?${query}`);
      assert.doesNotMatch(text, /203\.0\.113\.(9|50)\b/);
      return [...text.matchAll(/<td><code dir="ltr">([\w-]+)</g)].map(([, kind]) => kind);
    };
    assert.deepEqual(await kinds(''), ['issued', 'admin-made']);
    assert.deepEqual(await kinds('kind=issued'), ['issued']);
    assert.deepEqual(await kinds('person=BEN'), ['admin-made']);
    assert.deepEqual(await kinds(`person=${ada.number}`), ['admin-made']);
    assert.deepEqual(await kinds('person=nobody'), []);
    assert.deepEqual(await kinds('kind=nonsense&since=nonsense&until=nonsense'), ['issued', 'admin-made']);
    assert.match(plain((await browser.open('/operate/audit?kind=admin-made')).text), /Ben by Ada/);
    const strange = await browser.open(`/operate/audit?person=${encodeURIComponent(hostile)}`);
    assert.match(strange.text, /nobody by that name/);
    assert.doesNotMatch(strange.text, /<script>alert/);
  });

  it('goes on to older entries, and is downloaded whole, one object a line', async () => {
    const { site, browser } = await operatedSite();
    const about = { protocol: null, clientId: 'app' } as const;
    for (let index = 0; index < 60; index += 1) {
      site.pass(1);
      await site.context.ports.events.note({ kind: 'blocked', about, account: null, address: '203.0.113.9' });
    }
    const first = await browser.open('/operate/audit');
    assert.equal(first.text.match(/<time/g)?.length, 50);
    const older = /href="(\/operate\/audit\?[^"]*until=[^"]*)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    assert.equal((await browser.open(older)).text.match(/<time/g)?.length, 11, 'the last one comes again');
    const file = await browser.send('/operate/audit/export?kind=blocked');
    assert.match(file.headers.get('content-disposition') ?? '', /linkpin-audit\.ndjson/);
    const lines = file.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(lines.length, 60);
    assert.equal(new Set(lines.map(({ id }) => id)).size, 60);
    assert.equal((await browser.send('/operate/audit/export?person=nobody')).text, '');
  });

  it('gives a key for a stream, which the answer shows once', async () => {
    const { browser } = await operatedSite();
    await browser.open('/operate/audit');
    const made = await browser.post('/operate/audit/key');
    assert.match(
      plain(made.text),
      /curl -N -H &#39;Authorization: Bearer [\w.-]+&#39; https:\/\/link\.example\/api\/audit/,
    );
    assert.equal(made.headers.get('cache-control'), 'no-store');
    assert.doesNotMatch((await browser.open('/operate/audit')).text, /Bearer/);
  });
});

describe('health', () => {
  it('tells what is wrong, and that nothing is', async () => {
    const { site, browser } = await operatedSite();
    assert.match(plain((await browser.open('/operate/health')).text), /Everything works/);
    Object.assign(site.context, {
      warnings: () => [`Mend this: ${hostile}`],
      storeFault: async () => new Error('disk'),
    });
    const { text } = await browser.open('/operate/health');
    assert.match(plain(text), /The store does not work/);
    assert.match(plain(text), /Mend this/);
    assert.doesNotMatch(text, /<script>alert/);
    assert.match(plain((await browser.open('/operate')).text), /2 things need your attention/);
    assert.ok(t0 > 0);
  });
});
