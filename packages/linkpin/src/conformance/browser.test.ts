import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Browser } from './browser.ts';
import type { Came, Sent } from './exchange.ts';
import { formsOf, textOf } from './html-forms.ts';

/** A site that answers by path; every request is kept. */
function site(pages: Readonly<Record<string, Partial<Came>>>) {
  const requests: Sent[] = [];
  const browser = new Browser(
    {
      async send(sent) {
        requests.push(sent);
        const page = pages[new URL(sent.url).pathname] ?? { status: 404 };
        return { sent, came: { status: 200, headers: new Map(), cookies: [], body: '', ...page } };
      },
    },
    'https://login.example',
    'session=ada; theme=dark',
  );
  return { browser, requests };
}

const to = (location: string, cookies: readonly string[] = []): Partial<Came> => ({
  status: 303,
  headers: new Map([['location', location]]),
  cookies,
});

describe('a browser', () => {
  it('follows redirects within its origin, and keeps cookies', async () => {
    const { browser, requests } = site({
      '/device': to('/signin', ['session=; Max-Age=0', 'step=2; Path=/']),
      '/signin': { body: '<form action="/go" method="post"><input name="user"></form>' },
    });
    const page = await browser.open('https://login.example/device');
    assert.equal(page.exchange.sent.url, 'https://login.example/signin');
    assert.deepEqual(
      requests.map(({ headers }) => headers['cookie']),
      ['session=ada; theme=dark', 'theme=dark; step=2'],
    );
  });

  it('goes to no other origin, not even to another port', async () => {
    for (const location of [
      'https://evil.example/',
      '//evil.example/x',
      'https://login.example:8443/',
      'http://login.example/',
    ]) {
      const { browser, requests } = site({ '/device': to(location) });
      const page = await browser.open('https://login.example/device');
      assert.equal(page.left, location);
      assert.equal(requests.length, 1);
    }
  });

  it('gives up on redirects that go round', async () => {
    const { browser, requests } = site({ '/device': to('/device') });
    await browser.open('https://login.example/device');
    assert.equal(requests.length, 9);
  });

  it('sends what a form has, what was typed and the button that was pressed', async () => {
    const html = `<form action="/pin?x=1" method="POST"><input type=hidden name="t" value="a&amp;b">
      <input name="code"><input type="checkbox" name="mine" checked><input type="checkbox" name="other">
      <button name="answer" value="yes">Y</button></form>`;
    const { browser, requests } = site({ '/device': { body: html } });
    const page = await browser.open('https://login.example/device');
    const [form] = page.forms;
    assert.ok(form);
    await browser.submit(page, form, { code: 'WDJB' }, { button: form.buttons[0] });
    assert.equal(requests[1]?.url, 'https://login.example/pin?x=1');
    assert.equal(requests[1]?.body, 't=a%26b&mine=on&code=WDJB&answer=yes');
    assert.equal(requests[1]?.headers['sec-fetch-site'], 'same-origin');
    await browser.submit(page, form, { code: 'WDJB' }, { alone: true, from: 'elsewhere' });
    assert.equal(requests[2]?.body, 'code=WDJB');
    assert.equal(requests[2]?.headers['origin'], 'https://elsewhere.example');
    assert.equal(requests[2]?.headers['cookie'], 'session=ada; theme=dark');
  });
});

describe('the forms of a page', () => {
  it('have buttons that stand outside and name them', () => {
    const [form] = formsOf(`<form id="confirm" method="post" action="/x"><input type="hidden" name="t" value="1"></form>
      <button type="submit" form="confirm">Go on</button><button type="submit" form="confirm" name="abort" value="yes">No</button>`);
    assert.deepEqual(form?.buttons, [
      { name: '', value: '' },
      { name: 'abort', value: 'yes' },
    ]);
  });

  it('are none in comments, scripts and templates', () => {
    const form = '<form><input name="code"></form>';
    assert.deepEqual(formsOf(`<!-- ${form} --><script>'${form}'</script><template>${form}</template>`), []);
  });

  it('are read from markup that nobody closed', () => {
    const [form] = formsOf('<form action=/x><input name=code value=\'a"b\'><select name="who"><button>Go');
    assert.deepEqual(
      form?.fields.map(({ name, type, value }) => [name, type, value]),
      [
        ['code', 'text', 'a"b'],
        ['who', 'select', ''],
      ],
    );
    assert.equal(form?.buttons.length, 1);
  });
});

describe('the text of a page', () => {
  it('has the values of its fields, and no scripts', () => {
    const text = textOf(
      '<script>var a = "QQQQ"</script><b>W</b><b>D</b><input value="JB-MJ"><input name="next" type="hidden" value="/QQQQ"><p>HT&#33;</p>',
    );
    assert.equal(text.replaceAll(/\s/g, ''), 'WDJB-MJHT!');
  });
});
