// Devices that wait in the person's local network, on the page where a code is typed.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SettingsInput } from '../../config/settings.ts';
import { foldCode } from '../../domain/code.ts';
import type { Pin } from '../../domain/pin.ts';
import { plain } from './oauth-site.testing.ts';
import { TestBrowser, testSite, type Reply, type TestSite } from './site.testing.ts';

const phone = '192.168.1.20';
const television = '192.168.1.30';

/** Somebody signed in from an address, with a site that lists devices nearby. */
async function atHome(
  settings: SettingsInput = { nearby: 'on' },
  address: string | null = phone,
  site = testSite(settings),
) {
  await site.person('Ada');
  const browser = new TestBrowser(site, address);
  await browser.signIn('Ada');
  return { site, browser };
}

const ask = (site: TestSite, address: string | null = television, deviceName = 'Living room'): Promise<Pin> =>
  site.ask({ deviceName }, { address });

/** The devices that a page lists: what stands for each, by its name. */
const listed = ({ text }: Reply): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(/type="radio"\s+name="device"\s+value="([^"]+)"[\s\S]*?<bdi>([^<]*)<\/bdi>/g)].map(
      ([, ticket = '', name = '']) => [name, ticket],
    ),
  );

const ending = ({ code }: Pin, length = 2): string => code.slice(-length).toLowerCase();
const wrongEnding = ({ code }: Pin): string => (code.endsWith('22') ? '33' : '22');

const pick = (browser: TestBrowser, device: string | undefined, typed: string) =>
  browser.post('/link/nearby', { device: device ?? '', ending: typed });

describe('devices nearby', () => {
  it('are those that wait in the same network, with no code', async () => {
    const { site, browser } = await atHome();
    const pin = await ask(site);
    await ask(site, '192.168.2.30', 'Upstairs');
    await ask(site, '203.0.113.50', 'Far away');
    await ask(site, null, 'Unknown');
    await site.ask({ deviceName: 'By link' }, { address: television, kind: 'strong' });
    const page = await browser.open('/link');
    assert.deepEqual([...listed(page).keys()], ['Living room']);
    assert.match(plain(page), /My Player · asked just now/);
    assert.ok(!page.text.includes(pin.code) && !page.text.includes(pin.id) && !page.text.includes(television));
  });

  it('are linked with the end of the code, and count as not typed by hand', async () => {
    const { site, browser } = await atHome();
    const pin = await ask(site);
    const device = listed(await browser.open('/link')).get('Living room');
    const reply = await pick(browser, device, ending(pin));
    assert.match(reply.to ?? '', /^\/pin\?t=/);
    const question = await browser.open(reply.to ?? '');
    assert.match(plain(question), /Is this your device\?/);
    await browser.submit('/pin', { answer: 'yes', mine: 'on' });
    assert.equal((await site.pin(pin.id))?.state.at, 'approved');
  });

  it('are linked by nobody who has left their network with the page open', async () => {
    const { site, browser } = await atHome();
    const pin = await ask(site);
    const device = listed(await browser.open('/link')).get('Living room');
    const outside = new TestBrowser(site, '198.51.100.7');
    for (const [name, value] of browser.cookies) outside.cookies.set(name, value);
    await outside.open('/link');
    assert.match(plain(await pick(outside, device, ending(pin))), /isn’t waiting any more/);
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
  });

  it('need the end of their code, three times at most; after that the whole code still links them', async () => {
    const { site, browser } = await atHome();
    const pin = await ask(site);
    const device = listed(await browser.open('/link')).get('Living room');
    for (let time = 0; time < 3; time += 1) {
      const reply = await pick(browser, device, wrongEnding(pin));
      assert.equal(reply.status, 422);
      assert.match(plain(reply), /doesn’t end like that/);
    }
    const spent = await pick(browser, device, ending(pin));
    assert.equal(spent.status, 422);
    assert.match(plain(spent), /Enter its whole code/);
    assert.equal((await site.pin(pin.id))?.state.at, 'pending');
    await browser.open('/link');
    assert.match((await browser.post('/link', { code: pin.code })).to ?? '', /^\/pin\?t=/);
  });

  it('are guessed at no more than their three times by any number of requests at once', async () => {
    const { site, browser } = await atHome();
    const pin = await ask(site);
    const device = listed(await browser.open('/link')).get('Living room');
    const replies = await Promise.all(Array.from({ length: 12 }, () => pick(browser, device, wrongEnding(pin))));
    assert.equal(replies.filter((reply) => plain(reply).includes('doesn’t end like that')).length, 3);
  });

  it('count wrong ends as wrong codes of the account', async () => {
    const { site, browser } = await atHome();
    const page = async (): Promise<ReadonlyMap<string, string>> => listed(await browser.open('/link'));
    let refused: Reply | undefined;
    for (let device = 0; device < 12 && refused === undefined; device += 1) {
      const pin = await ask(site, television, `Device ${device}`);
      const ticket = (await page()).get(`Device ${device}`);
      for (let time = 0; time < 2 && refused === undefined; time += 1) {
        const reply = await pick(browser, ticket, wrongEnding(pin));
        if (reply.status === 429) refused = reply;
      }
    }
    assert.ok(refused?.headers.has('retry-after'), 'the account was stopped');
  });

  it('are picked only by the session that saw them, while they wait, and only from their network', async () => {
    const { site, browser } = await atHome();
    const pin = await ask(site);
    const device = listed(await browser.open('/link')).get('Living room');
    await site.person('Eve');
    const eve = new TestBrowser(site, '192.168.1.66');
    await eve.signIn('Eve');
    await eve.open('/link');
    for (const forged of [device, undefined, pin.id, 'x'.repeat(5000)]) {
      const reply = await pick(eve, forged, ending(pin));
      assert.equal(reply.status, 422);
      assert.match(plain(reply), /Pick one of the devices/);
    }
    site.pass(16 * 60_000);
    const late = await pick(browser, device, ending(pin));
    assert.match(plain(late), /isn’t waiting any more/);
  });

  it('are told to nobody whose address says nothing of a home', async () => {
    for (const [person, from] of [
      ['203.0.113.9', '203.0.113.9'],
      ['100.64.1.1', '100.64.1.1'],
      [null, null],
    ] as const) {
      const { site, browser } = await atHome({ nearby: 'on' }, person);
      await ask(site, from);
      assert.equal(listed(await browser.open('/link')).size, 0, String(person));
    }
  });

  it('share an IPv6 /64', async () => {
    const { site, browser } = await atHome({ nearby: 'on' }, '2a02:8108:1:2::7');
    await ask(site, '2a02:8108:1:2:aaaa::9');
    await ask(site, '2a02:8108:1:3::9', 'Next door');
    assert.deepEqual([...listed(await browser.open('/link')).keys()], ['Living room']);
  });

  it('are listed only where the operator wants it, and by itself only where nobody else can come', async () => {
    for (const [settings, count] of [
      [{ nearby: 'off', publicUrl: 'http://192.168.1.10:4747', insecureHttp: true }, 0],
      [{ publicUrl: 'http://192.168.1.10:4747', insecureHttp: true }, 1],
      [{ publicUrl: 'https://link.example' }, 0],
      [{ nearby: 'on', publicUrl: 'https://link.example' }, 1],
    ] as const) {
      const { site, browser } = await atHome(settings);
      const pin = await ask(site);
      assert.equal(listed(await browser.open('/link')).size, count, JSON.stringify(settings));
      if (count > 0) continue;
      const reply = await pick(browser, undefined, ending(pin));
      assert.equal(reply.status, 422);
    }
  });

  it('are eight at most, the newest', async () => {
    const { site, browser } = await atHome();
    for (let device = 0; device < 10; device += 1) {
      await ask(site, television, `Device ${device}`);
      site.pass(1000);
    }
    const names = [...listed(await browser.open('/link')).keys()];
    assert.deepEqual(
      names,
      [9, 8, 7, 6, 5, 4, 3, 2].map((device) => `Device ${device}`),
    );
  });

  it('type three digits where codes are digits', async () => {
    const { site, browser } = await atHome({ nearby: 'on', userCodes: 'digits' });
    const pin = await ask(site);
    const page = await browser.open('/link');
    assert.match(plain(page), /The last 3 characters/);
    const reply = await pick(browser, listed(page).get('Living room'), foldCode(pin.code).slice(-3));
    assert.match(reply.to ?? '', /^\/pin\?t=/);
  });
});
