// Honest people who link their devices, as well as they can, while somebody attacks.
import { setTimeout as pause } from 'node:timers/promises';
import { Person, type Page } from '../harness/person.ts';
import { anyHome, anyMobile, sharedAddress } from './addresses.ts';
import { aDevice, NotServed, type Device } from './devices.ts';
import { passwords, type Target } from './target.ts';
import type { Send } from './wire.ts';

/** Where somebody is: the phone in the television's network, in its own, behind the attacker's address, or new here. */
export const kinds = ['home', 'mobile', 'shared', 'new'] as const;
export type Kind = (typeof kinds)[number];

/** How often somebody mistypes. */
const typos = 0.02;

/** Somebody with a browser that signed in before. */
export interface Someone {
  readonly name: string;
  readonly kind: Kind;
  /** The network at home, where the television is. */
  readonly home: string;
  /** Where the phone is; it can move. */
  phone: string;
  readonly browser: Person;
}

function makeSomeone(url: string, name: string, kind: Kind): Someone {
  const home = kind === 'shared' ? sharedAddress : anyHome();
  const someone: Someone = {
    name,
    kind,
    home,
    phone: kind === 'mobile' ? anyMobile() : home,
    browser: new Person(url, () => ({ 'x-forwarded-for': someone.phone })),
  };
  return someone;
}

/** The honest people of a target, each signed in once. One of the new ones is yet to sign in for the first time. */
export async function gather({ url, names }: Target): Promise<readonly Someone[]> {
  const old = names.honest.map((name, index) =>
    makeSomeone(url, name, index % 15 === 14 ? 'shared' : index % 2 === 0 ? 'home' : 'mobile'),
  );
  const fresh = names.honestNew.map((name) => makeSomeone(url, name, 'new'));
  for (const { browser, name } of [...old, ...fresh.slice(1)]) await signIn(browser, name);
  return [...old, ...fresh];
}

async function signIn(browser: Person, name: string): Promise<Page> {
  const page = await browser.signIn(name, passwords.honest);
  if (page.status !== 200 || page.path === '/signin') throw new NotServed(`signs in: ${page.status} ${saysOf(page)}`);
  return page;
}

/** What a page complains of, or else what it says at all, cut. */
const saysOf = ({ html }: Page): string => {
  const [, alert = /<main[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1] ?? html] =
    /<\w+[^>]*role="alert"[^>]*>([\s\S]*?)<\/(?:p|div|section)>/.exec(html) ?? [];
  return alert
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 160);
};

/** A code with one symbol wrong. */
const mistyped = (code: string): string => {
  const at = Math.floor(Math.random() * code.length);
  return `${code.slice(0, at)}${code[at] === 'X' ? 'Y' : 'X'}${code.slice(at + 1)}`;
};

/** Types the code; does what the page advises when it is not taken. */
async function typeCode(someone: Someone, code: string): Promise<Page> {
  const { browser } = someone;
  const slips = Math.random() < typos;
  let page = await browser.typeCode(slips ? mistyped(code) : code);
  if (page.path !== '/pin' && slips) page = await browser.typeCode(code);
  if (page.path !== '/pin' && someone.kind === 'mobile' && /on another network/.test(saysOf(page))) {
    someone.phone = someone.home;
    page = await browser.typeCode(code);
  }
  if (page.path !== '/pin') throw new NotServed(`types the code: ${page.status} ${saysOf(page)}`);
  return page;
}

/** Follows the link that the app opened. */
async function followLink({ browser }: Someone, { code, clientId }: Device): Promise<Page> {
  const between = await browser.fillIn(await browser.get('/auth'), { code, clientID: clientId, forwardUrl: '' });
  const page = await browser.fillIn(between, {}, '/continue');
  if (page.path !== '/pin') throw new NotServed(`follows the app's link: ${page.status} ${saysOf(page)}`);
  return page;
}

/**
 * Links one device from the first request to the first use of its token. Throws `NotServed`.
 *
 * @param ready the device, if it has its code already
 */
export async function linkOne(send: Send, someone: Someone, turn: number, ready?: Device): Promise<void> {
  const { browser, name, home } = someone;
  const device = ready ?? (await aDevice(send, home, turn));
  if ((await device.poll()) !== 'pending') throw new NotServed('has a token before anybody approved');
  if (!browser.cookie.includes('linkpin')) await signIn(browser, name);
  if (turn % 4 === 0) {
    await browser.fillIn(await browser.get('/account'), {}, '/signout');
    await signIn(browser, name);
  }
  const consent = device.by === 'link' ? await followLink(someone, device) : await typeCode(someone, device.code);
  await pause(20 + Math.random() * 100);
  const done = await browser.fillIn(consent, { mine: 'on', answer: 'yes' });
  if (done.path !== '/done') throw new NotServed(`approves: ${done.status} ${done.path} ${saysOf(done)}`);
  const token = await device.poll();
  if (token === 'pending') throw new NotServed('approved, and the device does not learn of it');
  if (!(await device.works(token))) throw new NotServed('has a token that does not work');
}
