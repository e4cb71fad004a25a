import assert from 'node:assert/strict';
import { it } from 'node:test';
import { oneHour } from '../../../domain/statistics.ts';
import { redeemPin } from '../../../service/pins/redeem-pin.ts';
import { TestBrowser } from '../site.testing.ts';
import { operatedSite, plain } from './operate.testing.ts';

/** The rows of the table of a section, as texts. */
function tableOf(text: string, title: string): readonly (readonly string[])[] {
  const section = text.split('<section').find((part) => part.includes(`-title">${title}</h2>`)) ?? '';
  return [...section.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .slice(1)
    .map(([, row = '']) => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => cell.trim()));
}

it('an empty service says that nothing has happened, with a plot and a table for each', async () => {
  const { browser } = await operatedSite();
  for (const range of ['day', 'week', 'month', 'nonsense']) {
    const { status, text } = await browser.send(`/operate?range=${range}`);
    assert.equal(status, 200);
    assert.match(text, /Nothing has happened in this time/);
    assert.equal(text.match(/<table>/g)?.length, 5);
    assert.doesNotMatch(text, /NaN|Infinity|undefined|style=/);
  }
});

it('the funnel, the times and the guesses are those of what happened', async () => {
  const { site, browser } = await operatedSite();
  const { context, events } = site;
  const ben = await site.person('Ben');
  const person = new TestBrowser(site);
  await person.signIn('Ben');
  for (const [seconds, answer] of [
    [4, 'yes'],
    [20, 'yes'],
    [25, 'no'],
  ] as const) {
    const pin = await site.ask();
    site.pass(seconds * 1000);
    await person.submit('/link', { code: pin.code });
    await person.open(person.at);
    await person.submit('/pin', { answer, mine: 'on' });
    if (seconds === 4) await redeemPin(context.ports, pin.id, '203.0.113.50');
  }
  await site.ask();
  await person.open('/link');
  for (const code of ['ZZZ1', 'ZZZ2']) await person.post('/link', { code });
  await events.flush();

  const { text } = await browser.open('/operate');
  assert.deepEqual(tableOf(text, 'From code to sign-in'), [
    ['Codes given out', '4', '100%'],
    ['Opened by a person', '3', '75%'],
    ['Linked', '2', '50%'],
    ['Signed in', '1', '25%'],
  ]);
  assert.deepEqual(
    tableOf(text, 'Time to link').filter(([, count]) => count !== '0'),
    [
      ['5 sec', '1'],
      ['20 sec', '1'],
    ],
  );
  const last = (title: string) => tableOf(text, title).at(-1)?.at(-1);
  assert.equal(last('Wrong codes entered'), '2');
  assert.equal(last('Refused by a limit, or by a person'), '1');
  assert.match(plain(text), /1 code waits right now/);
  assert.match(plain(text), /Half of them within 5 sec/);
  assert.ok(ben);
});

it('what is older than the span is not in it', async () => {
  const { site, browser } = await operatedSite();
  await site.ask();
  await site.events.flush();
  const issued = async (range: string) => {
    await browser.signIn('Ada', '/operate');
    return tableOf((await browser.open(`/operate?range=${range}`)).text, 'From code to sign-in')[0]?.[1];
  };
  assert.equal(await issued('day'), '1');
  site.pass(25 * oneHour);
  assert.deepEqual([await issued('day'), await issued('week')], ['0', '1']);
  site.pass(7 * 24 * oneHour);
  assert.deepEqual([await issued('week'), await issued('month')], ['0', '1']);
});
