import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cookieShape } from './cookie.ts';
import { isFromOurPages } from './same-origin.ts';
import { judgeForwardUrl, shownHost } from './forward-url.ts';
import { localPath } from './local-path.ts';
import { TestBrowser, testSite } from './site.testing.ts';

describe('every page', () => {
  it('comes with the strict headers, whatever its status (B14 B16 B25 B26)', async () => {
    const site = testSite({ publicUrl: 'https://link.example' });
    const browser = new TestBrowser(site);
    for (const path of ['/', '/signin', '/signup', '/setup', '/auth', '/link', '/nowhere', '/assets/nothing.css']) {
      const { headers } = await browser.send(path);
      const policy = headers.get('content-security-policy') ?? '';
      for (const rule of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]) {
        assert.ok(policy.includes(rule), `${path}: ${rule}`);
      }
      assert.ok(!policy.includes('unsafe'));
      assert.equal(headers.get('x-frame-options'), 'DENY');
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('referrer-policy'), 'same-origin');
      assert.equal(headers.get('cache-control'), 'no-store');
      assert.equal(headers.get('strict-transport-security'), 'max-age=31536000');
      assert.equal(headers.get('access-control-allow-origin'), null);
    }
  });

  it('promises https only where the public URL is https', async () => {
    const { headers } = await new TestBrowser(testSite({}, 'http://localhost:4747')).send('/signin');
    assert.equal(headers.get('strict-transport-security'), null);
  });

  it('has no inline script or style, and nothing from elsewhere (B15)', async () => {
    const site = testSite();
    await site.person('Ada', true);
    const browser = new TestBrowser(site);
    const texts = [(await browser.open('/signin')).text, (await browser.open('/auth')).text];
    await browser.signIn('Ada');
    for (const path of ['/link', '/devices', '/account']) texts.push((await browser.open(path)).text);
    const pin = await site.ask();
    texts.push((await browser.submit('/link', { code: pin.code })).text);
    texts.push((await browser.submit('/pin', { answer: 'yes', mine: 'on' })).text);
    for (const text of texts) {
      assert.doesNotMatch(text, /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i);
      for (const [, address] of text.matchAll(/\s(?:src|href|action)="([^"]*)"/g))
        assert.match(address ?? '', /^[/#](?!\/)/);
    }
  });

  it('has its files under names that change with them, to be kept for ever', async () => {
    const site = testSite({ accent: '#aa3366' });
    const browser = new TestBrowser(site);
    const { text } = await browser.open('/link');
    const files = [...text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
    assert.ok(files.length >= 3);
    for (const path of files) {
      assert.match(path, /^\/assets\/\w+\.[0-9a-f]{16}\.(css|js|svg|png|webmanifest)$/);
      const file = await browser.send(path);
      assert.equal(file.status, 200, path);
      assert.equal(file.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    }
    assert.equal((await browser.send('/assets/../pages.ts')).status, 404);
  });

  it('works below a base path', async () => {
    const site = testSite({}, 'https://home.example/pins');
    await site.person('Ada');
    const browser = new TestBrowser(site);
    const { text } = await browser.open('/signin');
    assert.match(text, /action="\/pins\/signin"/);
    assert.match(text, /href="\/pins\/assets\/page\./);
    const reply = await browser.post('/signin', { name: 'Ada', password: 'correct horse', next: '/devices' });
    assert.equal(reply.headers.get('location'), '/pins/devices');
    assert.match(
      reply.headers.getSetCookie()[0] ?? '',
      /^__Secure-linkpin=[\w-]{43}; Max-Age=31536000; Path=\/pins; HttpOnly; Secure; SameSite=Lax$/,
    );
    assert.match(
      reply.headers.getSetCookie()[1] ?? '',
      /^__Secure-linkpin-device=[\w.-]{100,}; Max-Age=31536000; Path=\/pins; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  it('says so when the connection is not encrypted (D4 D16)', async () => {
    const warned = async (baseUrl: string) =>
      (await new TestBrowser(testSite({}, baseUrl)).open('/signin')).text.includes('not encrypted');
    assert.equal(await warned('http://192.168.1.4:4747'), true);
    assert.equal(await warned('http://127.0.0.1:4747'), false);
    assert.equal(await warned('http://localhost:4747'), false);
    assert.equal(await warned('https://link.example'), false);
  });
});

describe('the cookies', () => {
  it('have the strongest name that their URL allows', () => {
    const cases = {
      'https://link.example': { name: '__Host-linkpin', path: '/', secure: true },
      'https://link.example:8443': { name: '__Host-linkpin', path: '/', secure: true },
      'https://link.example/pins': { name: '__Secure-linkpin', path: '/pins', secure: true },
      'http://localhost:4747': { name: 'linkpin-4747', path: '/', secure: false },
      'http://box.local/pins': { name: 'linkpin-80', path: '/pins', secure: false },
    };
    for (const [url, shape] of Object.entries(cases)) assert.deepEqual(cookieShape(url), shape);
    const device = Object.keys(cases).map((url) => cookieShape(url, 'device').name);
    const names = ['__Host-linkpin-device', '__Host-linkpin-device', '__Secure-linkpin-device'];
    assert.deepEqual(device, [...names, 'linkpin-device-4747', 'linkpin-device-80']);
    const browser = Object.keys(cases).map((url) => cookieShape(url, 'browser').name);
    assert.deepEqual(
      browser,
      [...names, ...device.slice(3)].map((name) => name.replace('device', 'browser')),
    );
  });
});

describe('a posted form', () => {
  const own = 'https://link.example';

  it('must come from one of our pages, as the browser says (B2)', () => {
    const yes = [
      { origin: own, secFetchSite: undefined },
      { origin: own, secFetchSite: 'same-origin' },
      { origin: undefined, secFetchSite: 'same-origin' },
    ];
    const no = [
      { origin: undefined, secFetchSite: undefined },
      { origin: 'null', secFetchSite: undefined },
      { origin: 'null', secFetchSite: 'same-origin' },
      { origin: 'https://evil.example', secFetchSite: undefined },
      { origin: 'https://evil.example', secFetchSite: 'cross-site' },
      { origin: own, secFetchSite: 'same-site' },
      { origin: 'https://sub.link.example', secFetchSite: 'same-site' },
      { origin: 'http://link.example', secFetchSite: undefined },
      { origin: undefined, secFetchSite: 'none' },
    ];
    for (const provenance of yes)
      assert.equal(isFromOurPages(provenance, `${own}/base`), true, JSON.stringify(provenance));
    for (const provenance of no) assert.equal(isFromOurPages(provenance, own), false, JSON.stringify(provenance));
  });

  it('from elsewhere, or without the token of the session, is refused and changes nothing (B2)', async () => {
    const site = testSite();
    await site.person('Ada');
    const browser = new TestBrowser(site);
    await browser.signIn('Ada');
    const pin = await site.ask();
    await browser.submit('/link', { code: pin.code });
    const fields = { answer: 'yes', mine: 'on' };
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (const reply of [
      await browser.post('/pin', fields, foreign),
      await browser.post('/pin', { ...fields, token: 'guess' }),
      await browser.post('/pin', { ...fields, token: '' }),
      await browser.post('/signout', {}, foreign),
      await browser.post('/signin', { name: 'Ada', password: 'correct horse' }, foreign),
    ]) {
      assert.equal(reply.status, 403);
      assert.match(reply.text, /nothing was changed/);
    }
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
  });

  it('that is too large is refused; one of another type is empty', async () => {
    const site = testSite();
    const browser = new TestBrowser(site);
    assert.equal((await browser.post('/signin', { name: 'x'.repeat(70_000) })).status, 413);
    const json = await browser.post('/signin', { name: 'Ada' }, { 'content-type': 'application/json' });
    assert.equal(json.status, 422);
  });
});

describe('the way on after sign-in', () => {
  it('is one of our own pages, whatever is asked (B1)', () => {
    for (const fine of ['/link', '/link?code=AB12', '/devices', '/account', '/continue?t=k.x-_']) {
      assert.equal(localPath(fine), fine);
    }
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' }), fc.constantFrom('//x', '/\\x', '/link/../x')),
        (next) => {
          const url = new URL(localPath(next), 'https://link.example/');
          assert.equal(url.origin, 'https://link.example');
          assert.ok(['/', '/link', '/continue', '/devices', '/account'].includes(url.pathname));
        },
      ),
    );
  });

  it('is the start page where what is asked is no plain path of ours', () => {
    const bad = ['/link?a b', '/link?\n', '/link?\u0000', '/link?é', '/link\\x', '/other', '//evil.example', '/links'];
    for (const next of [...bad, 'https://evil.example/link', '/link/../x', `/link?${'x'.repeat(16_384)}`, null]) {
      assert.equal(localPath(next), '/', String(next));
    }
  });
});

describe('a forwarding address', () => {
  it('is of http, https or a listed scheme, and none that runs though it be listed', () => {
    const judge = (text: string) => judgeForwardUrl(text, ['myapp', 'javascript', 'data:']);
    for (const [text, to] of [
      ['https://app.example/x?y#z', 'https://app.example/x?y#z'],
      ['myapp:done', 'myapp:done'],
      ['MyApp://done', 'myapp://done'],
    ] as const) {
      assert.deepEqual(judge(text), { to });
    }
    assert.equal(judge(''), null);
    for (const text of [
      'otherapp:done',
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'https://bank.example@evil.example/',
      'https://:secret@evil.example/',
      '/relative',
      `https://app.example/${'x'.repeat(4096)}`,
    ]) {
      assert.equal(judge(text), 'refused', text);
    }
  });

  it('is never one that runs or that hides its host', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' }), fc.webUrl({ withFragments: true })), (text) => {
        const judged = judgeForwardUrl(text, ['myapp']);
        if (judged === null || judged === 'refused') return;
        const url = new URL(judged.to);
        assert.ok(['http:', 'https:', 'myapp:'].includes(url.protocol));
        assert.equal(url.username + url.password, '');
      }),
    );
  });

  it('shows its host in letters that cannot be mistaken', () => {
    const judged = judgeForwardUrl('https://exаmple.org:8443/x', []);
    assert.ok(judged !== null && judged !== 'refused');
    assert.equal(shownHost(judged.to), 'xn--exmple-4nf.org');
    assert.equal(shownHost('myapp:done'), 'myapp:');
    assert.equal(shownHost('myapp://bank.example/done'), 'myapp://bank.example');
    assert.equal(shownHost('http://bank.example/done'), 'bank.example');
  });

  it('is no host but an app on this computer, where it is a loopback address', () => {
    for (const host of ['127.0.0.1', '[::1]', 'localhost', '127.0.0.2']) {
      assert.equal(shownHost(`http://${host}:51234/callback`), null, host);
    }
    for (const host of ['localhost.example', '127.0.0.1.example', 'xn--localhost-9na', '10.0.0.1']) {
      assert.equal(shownHost(`http://${host}:51234/callback`), host);
    }
    assert.equal(shownHost('myapp://localhost/done'), 'myapp://localhost', 'which any app may take');
  });
});

describe('a store that fails', () => {
  it('is answered with 503 in plain words, without a trace of why', async () => {
    const site = testSite();
    await site.person('Ada');
    const browser = new TestBrowser(site);
    await browser.signIn('Ada');
    const { sessions } = site.context.store;
    sessions.find = () => Promise.reject(new Error('disk full at /secret/path'));
    const reply = await browser.send('/devices');
    assert.equal(reply.status, 503);
    assert.equal(reply.headers.get('retry-after'), '10');
    assert.match(reply.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.ok(!reply.text.includes('disk') && !reply.text.includes('secret'));
    assert.match(reply.text, /Reference: .*<code dir="ltr">a request<\/code>/s);
    assert.ok(reply.text.includes(`>${reply.headers.get('x-request-id')}</code>`), 'as the log calls it');
  });

  it('is all that is told with a reference: people can mend other errors by themselves', async () => {
    const reply = await new TestBrowser(testSite()).send('/nowhere');
    assert.deepEqual([reply.status, reply.headers.has('x-request-id')], [404, true]);
    assert.doesNotMatch(reply.text, /Reference/);
  });
});
