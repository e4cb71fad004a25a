// Number matching on the pages.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Pin } from '../../domain/pin.ts';
import { numberToMatch } from '../../service/pins/number-to-match.ts';
import { adaAtTheQuestion, plain } from './oauth-site.testing.ts';
import { TestBrowser, type TestSite } from './site.testing.ts';

describe('a client whose number has to match', () => {
  const numberOf = async (site: TestSite, pin: Pin): Promise<string> => {
    const now = await site.pin(pin.id);
    return String(now && numberToMatch(site.context.ports.keys, now));
  };
  const otherThan = (number: string): string => (number === '99' ? '10' : String(Number(number) + 1));
  const yes = (number: string) => ({ answer: 'yes', mine: 'on', scope: 'read', number });

  it('has a field for two digits on its question, and no other client has', async () => {
    const { question } = await adaAtTheQuestion({ numberMatching: true });
    assert.match(question.text, /inputmode="numeric"/);
    assert.match(plain(question), /Enter the number shown on your device/);
    assert.doesNotMatch((await adaAtTheQuestion()).question.text, /name="number"/);
  });

  it('is linked by the number that its device shows, in digits of any width', async () => {
    const { site, browser, pin } = await adaAtTheQuestion({ numberMatching: true });
    const wide = [...(await numberOf(site, pin))].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    assert.match((await browser.post('/pin', yes(wide))).to ?? '', /^\/done/);
    assert.equal((await site.pin(pin.id))?.state.at, 'approved');
  });

  it('asks again, and spends no try, for what is no two digits', async () => {
    const { site, browser, pin } = await adaAtTheQuestion({ numberMatching: true });
    for (const typed of ['', '7', 'ab', '123', '07', '-1', '1e']) {
      const again = await browser.post('/pin', yes(typed));
      assert.equal(again.status, 422);
      assert.match(plain(again), /Enter the two digits your device is showing now/);
    }
    const now = await site.pin(pin.id);
    assert.ok(now?.state.at === 'pending' && now.state.opened?.tries === 0);
  });

  it('is denied after two wrong numbers, and the page says what happened, then and later', async () => {
    const { site, browser, pin } = await adaAtTheQuestion({ numberMatching: true });
    const wrong = otherThan(await numberOf(site, pin));
    const again = await browser.post('/pin', yes(wrong));
    assert.equal(again.status, 422);
    assert.match(plain(again), /You have one more try/);
    assert.match(again.text, /name="mine"\s+value="on"\s+aria-required="true"\s+checked/);
    assert.match(
      plain(await browser.submit('/pin', yes(wrong))),
      /That was not the number .* this code no longer works/,
    );
    assert.equal((await site.pin(pin.id))?.state.at, 'denied');
  });

  it('never lets a no wait for a number', async () => {
    const { site, browser, pin } = await adaAtTheQuestion({ numberMatching: true });
    await browser.submit('/pin', { answer: 'no' });
    assert.equal((await site.pin(pin.id))?.state.at, 'denied');
  });

  it('gives another number to the browser that opens the code last, and says so in the one that was left', async () => {
    const { site, browser: inApp, pin } = await adaAtTheQuestion({ numberMatching: true });
    const phone = new TestBrowser(site);
    await phone.signIn('Ada');
    site.pass(1000);
    await phone.submit('/link', { code: pin.code });
    const moved = await inApp.post('/pin', yes(await numberOf(site, pin)));
    assert.equal(moved.status, 422);
    assert.match(plain(moved), /your device now shows a different number/);
    assert.match((await inApp.post('/pin', yes(await numberOf(site, pin)))).to ?? '', /^\/done/);
  });
});
