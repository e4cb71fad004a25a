// What the pages of operators count is what was sent, however many threads or replicas took it; and what an operator ends is
// heard by the device that waits.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addUser, password, run, serve } from '../command/linkpin.ts';
import { password as everybodys } from '../harness/people.ts';
import { Person } from '../harness/person.ts';
import { replicasFor } from '../replicas/replicas.ts';
import { until } from '../support/until.ts';

/** A device that has asked for a pin, by its number among all. */
interface Asking {
  readonly id: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function ask(url: string, index: number): Promise<Asking> {
  const headers = { accept: 'application/json', 'x-plex-client-identifier': `device-${index}` };
  const response = await fetch(`${url}/api/v2/pins`, { method: 'POST', headers });
  assert.equal(response.status, 201);
  return { ...((await response.json()) as { readonly id: number; readonly code: string }), headers };
}

const poll = (url: string, { id, headers }: Asking, more: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${url}/api/v2/pins/${id}`, { headers: { ...headers, ...more } });

/** What is sent: so many are asked for, of those so many looked at, linked, denied and signed in; and wrong codes. */
const sent = { issued: 14, opened: 10, approved: 7, denied: 2, redeemed: 5, wrong: 3 };

/** Sends it, each request to the next of the addresses. */
async function send(urls: readonly string[], secret: string): Promise<void> {
  let turn = 0;
  const next = (): string => urls[turn++ % urls.length] ?? '';
  const people = urls.map((url) => new Person(url));
  for (const person of people) await person.signIn('ben', secret);
  const person = (): Person => people[turn++ % people.length] as Person;
  const devices = [];
  for (let index = 0; index < sent.issued; index += 1) devices.push(await ask(next(), index));
  for (const [index, device] of devices.slice(0, sent.opened).entries()) {
    const [approves, denies] = [index < sent.approved, index < sent.approved + sent.denied];
    if (denies) await person().answer(device.code, approves ? 'yes' : 'no');
    else await person().typeCode(device.code);
  }
  for (const device of devices.slice(0, sent.redeemed)) {
    const answer = (await (await poll(next(), device)).json()) as { readonly authToken: string | null };
    assert.ok(answer.authToken !== null, 'the device is signed in');
  }
  for (let index = 0; index < sent.wrong; index += 1) await person().typeCode(`ZZ${index}Z`);
}

/** The cells of the tables of the first page, by the text of their row. */
function cellsOf(html: string): ReadonlyMap<string, string> {
  const rows = [...html.matchAll(/<th scope="row">(.*?)<\/th>\s*<td>(.*?)<\/td>/gs)];
  return new Map(rows.map(([, head = '', cell = '']) => [head.trim(), cell.trim()]));
}

/** Adds up a column of a table by its title. */
function sumOf(html: string, title: string): number {
  const section = html.split('<section').find((part) => part.includes(`>${title}</h2>`)) ?? '';
  return [...section.matchAll(/<td>([\d,]+)<\/td>/g)].reduce((sum, [, cell = '']) => sum + Number(cell), 0);
}

/** Sees the figures at an address, once all of them have been written. */
async function seeFigures(url: string, secret: string): Promise<void> {
  const ada = new Person(url);
  await ada.signIn('ada', secret);
  const wanted = { 'Codes given out': sent.issued, 'Opened by a person': sent.opened, Linked: sent.approved };
  let page = await ada.get('/operate');
  await until(`the figures of ${url} are those that were sent`, async () => {
    page = await ada.get('/operate');
    const cells = cellsOf(page.html);
    const isSame = Object.entries(wanted).every(([name, count]) => cells.get(name) === String(count));
    return isSame && sumOf(page.html, 'Wrong codes entered') === sent.wrong;
  });
  assert.equal(cellsOf(page.html).get('Signed in'), String(sent.redeemed));
  assert.equal(sumOf(page.html, 'Time to link'), sent.approved);
  assert.equal(sumOf(page.html, 'Refused by a limit, or by a person'), sent.denied);
  assert.match(page.html, new RegExp(`\\b${sent.issued - sent.approved - sent.denied} codes wait right now`));
}

/** An admin at one address ends what a device at another waits for. */
async function endAndHear(device: string, operator: string, secret: string): Promise<void> {
  const waiting = await ask(device, 99);
  const held = poll(device, waiting, { prefer: 'wait=60' });
  const ada = new Person(operator);
  await ada.signIn('ada', secret);
  let page = await ada.get('/operate/pins');
  await until('the page shows the device', async () => {
    page = await ada.get('/operate/pins');
    return page.html.includes('device-99');
  });
  const card = page.html.split('<li').find((part) => part.includes('device-99')) ?? '';
  const [, pin = ''] = /name="pin" value="([^"]+)"/.exec(card) ?? [];
  await ada.fillIn(page, { pin, what: 'client' });
  const answer = await held;
  assert.equal(answer.headers.get('linkpin-outcome'), 'denied');
}

test('on SQLite with two workers', async (t) => {
  const served = await serve(t, ['--workers', '2', '--plex-code-length', '6']);
  for (const name of ['ada', 'ben']) await addUser(served, name);
  const made = await run(['user', 'make-admin', 'ada', '--data', served.data], served.env);
  assert.equal(made.code, 0, made.stderr);
  await send([served.url, served.url], password);
  await seeFigures(served.url, password);
  await endAndHear(served.url, served.url, password);

  const counted = {
    issued: sent.issued + 1,
    opened: sent.opened,
    approved: sent.approved,
    redeemed: sent.redeemed,
    guesses: sent.wrong,
  };
  // What the last device did is written within a second.
  await until('the command tells the same figures', async () => {
    const { stdout } = await run(['stats', '--json', '--data', served.data], served.env);
    const told = JSON.parse(stdout) as Record<string, number>;
    return Object.entries(counted).every(([name, count]) => told[name] === count);
  });
  const waiting = await ask(served.url, 7);
  const held = poll(served.url, waiting, { prefer: 'wait=60' });
  const ended = await run(['pins', 'end', '--client', 'device-7', '--json', '--data', served.data], served.env);
  assert.deepEqual(JSON.parse(ended.stdout), { ended: 1 });
  assert.equal((await held).headers.get('linkpin-outcome'), 'denied', 'a command is heard, too');
});

test('on PostgreSQL with three replicas', async (context) => {
  const replicas = await replicasFor(context);
  const three = await Promise.all(['one', 'two', 'three'].map((name) => replicas.start(name)));
  const urls = await Promise.all(three.map(({ service }) => service.listen()));
  const [first] = three;
  assert.ok(first);
  await first.person('ben');
  const { id } = await first.person('ada');
  await first.store.accounts.manage({ id, ground: { by: 'operator' }, act: 'make-admin', at: 0 });
  await send(urls, everybodys);
  for (const url of urls) await seeFigures(url, everybodys);
  await endAndHear(urls[0] ?? '', urls[2] ?? '', everybodys);
});
