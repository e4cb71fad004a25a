import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TestBrowser, testSite } from './site.testing.ts';

const tilesIn = (text: string): number =>
  (/<span class="slots"[^>]*>((?:<i><\/i>)*)<\/span>/.exec(text)?.[1]?.length ?? 0) / 7;

describe('the page for codes draws as many tiles as codes have now', () => {
  it('four, as long as there are guesses of four', async () => {
    const site = testSite();
    await site.person('Ada');
    const browser = new TestBrowser(site);
    await browser.signIn('Ada');
    assert.equal(tilesIn((await browser.open('/link')).text), 4);
    for (let turn = 0; turn < 10; turn += 1) await browser.submit('/link', { code: '0000' });
    assert.equal(tilesIn((await browser.open('/link')).text), 4, 'all spent, and nobody has noticed yet');
    site.pass(660_000);
    await browser.submit('/link', { code: '0000' });
    const { text } = await browser.open('/link');
    assert.equal(tilesIn(text), 5);
    assert.match((await browser.submit('/link', { code: 'ABC' })).text, /5 or 8/);
  });

  it('and those of a pinned length', async () => {
    const site = testSite({ plexCodeLength: 6 });
    await site.person('Ada');
    const browser = new TestBrowser(site);
    await browser.signIn('Ada');
    assert.equal(tilesIn((await browser.open('/link')).text), 6);
  });
});
