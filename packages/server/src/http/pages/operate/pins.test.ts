import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TestBrowser } from '../site.testing.ts';
import { operatedSite, plain } from './operate.testing.ts';

describe('pins that wait', () => {
  it('are shown with device, app and the network cut short, and no code, id or address', async () => {
    const { site, browser } = await operatedSite();
    const pin = await site.ask({ deviceName: 'Küche <b>' }, { clientId: 'an-app', address: '203.0.113.77' });
    const { text } = await browser.open('/operate/pins');
    assert.match(plain(text), /Küche &lt;b&gt;/);
    assert.match(plain(text), /an-app plex/);
    assert.match(plain(text), /203\.0\.113\.0\/24/);
    for (const secret of [pin.code, pin.id, pin.publicId, '203.0.113.77']) assert.ok(!text.includes(secret), secret);
  });

  it('end one by one: its device hears a no at once, and the log says who did it', async () => {
    const { site, ada, browser } = await operatedSite();
    const [pin, other] = [await site.ask({}, { clientId: 'one' }), await site.ask({}, { clientId: 'two' })];
    const heard: string[] = [];
    for (const { id } of [pin, other]) site.context.ports.changeNotifier.watch(id, () => heard.push(id));
    await browser.open('/operate/pins');
    // The first form is that of the first to expire: both expire at once, so the test asks which it is.
    const ticket = browser.fields['pin'] ?? '';
    const id = site.context.ports.keys.unseal('operate-pin', ticket);
    const done = await browser.submit('/operate/pins/end', { what: 'pin' });
    assert.match(plain(done.text), /1 request ended. Its device heard “no”/);
    assert.deepEqual(heard, [id]);
    assert.equal((await site.pin(id ?? ''))?.state.at, 'denied');
    const kept = id === pin.id ? other : pin;
    assert.equal((await site.pin(kept.id))?.state.at, 'pending');
    const [told] = await site.context.store.auditLog.list({ since: 0, kinds: ['denied'], limit: 9 });
    assert.deepEqual([told?.by, told?.account, told?.address], [ada.id, null, '203.0.113.9']);
  });

  it('end with all of their app, or all of their network', async () => {
    for (const [what, ended] of [
      ['client', 2],
      ['network', 3],
    ] as const) {
      const { site, browser } = await operatedSite();
      const app = await site.ask({}, { clientId: 'app', address: '203.0.113.1' });
      await site.ask({}, { clientId: 'app', address: '198.51.100.1' });
      await site.ask({}, { clientId: 'other', address: '203.0.113.1' });
      await site.ask({}, { clientId: 'third', address: '203.0.113.1' });
      await site.ask({}, { clientId: 'third', address: '203.0.113.2' });
      await browser.open('/operate/pins');
      const pin = site.context.ports.keys.seal('operate-pin', app.id);
      const { text } = await browser.submit('/operate/pins/end', { pin, what });
      assert.match(plain(text), new RegExp(`${ended} requests ended`));
      const left = await site.context.store.pins.waitingAfter({ endsAt: 0, id: '' }, site.context.ports.clock.now(), 9);
      assert.equal(left.length, 5 - ended);
      assert.ok(left.every(({ clientId }) => what !== 'client' || clientId !== 'app'));
    }
  });

  it('end with a block, so that their device cannot ask again', async () => {
    const { site, browser } = await operatedSite();
    const pin = await site.ask({ deviceName: 'Odd TV' });
    await browser.open('/operate/pins');
    const { text } = await browser.submit('/operate/pins/end', { what: 'block' });
    assert.match(plain(text), /Blocked for a week/);
    assert.equal((await site.pin(pin.id))?.state.at, 'denied');
    const blocks = await browser.open('/operate/blocks');
    assert.match(plain(blocks.text), /Odd TV Blocked by an operator/);
    assert.match(plain((await browser.submit('/operate/blocks/remove')).text), /Unblocked/);
    assert.match(plain((await browser.submit('/operate/blocks/remove', { id: 'nothing' })).text), /already over/);
  });

  it('that a person has answered meanwhile stay as they are, and so does everything for a made-up ticket', async () => {
    const { site, browser } = await operatedSite();
    await site.person('Ben');
    const pin = await site.ask();
    await browser.open('/operate/pins');
    const ben = new TestBrowser(site);
    await ben.signIn('Ben');
    await ben.submit('/link', { code: pin.code });
    await ben.submit('/pin', { answer: 'yes', mine: 'on' });
    assert.match(plain((await browser.submit('/operate/pins/end', { what: 'pin' })).text), /already over/);
    assert.equal((await site.pin(pin.id))?.state.at, 'approved');
    for (const ticket of ['', 'x', pin.id]) {
      await browser.open('/operate/pins');
      assert.match(
        plain((await browser.submit('/operate/pins/end', { pin: ticket, what: 'network' })).text),
        /already over/,
      );
    }
  });

  it('are shown thirty at a time', async () => {
    const { site, browser } = await operatedSite();
    for (let index = 0; index < 35; index += 1)
      await site.ask({}, { clientId: `app-${index}`, address: `203.0.113.${index}` });
    const first = await browser.open('/operate/pins');
    assert.equal(first.text.match(/class="card item"/g)?.length, 30);
    const more = /href="(\/operate\/pins\?after=[^"]+)"/.exec(first.text)?.[1] ?? '';
    const second = await browser.open(more);
    assert.equal(second.text.match(/class="card item"/g)?.length, 5);
    assert.equal((await browser.open('/operate/pins?after=nonsense')).status, 200);
  });
});
