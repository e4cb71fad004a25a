import type { Page } from '../../harness/person.ts';
import { officeAddress } from '../addresses.ts';
import { codeBounds, codesOfAccount } from '../bounds.ts';
import { honestProduct } from '../devices.ts';
import { again, anyText, pick, type Attack, type Mallory, type AttackContext } from '../context.ts';

const weakSymbols = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789';

/** What codes look like, learned from codes of the attacker's own. */
async function learn({ send }: AttackContext, { address }: Mallory): Promise<readonly (() => string)[]> {
  const headers = { 'x-plex-client-identifier': 'mallory', accept: 'application/json' };
  const [plex, oauth] = await Promise.all([
    send(address, 'POST', '/api/v2/pins', { headers }),
    send(address, 'POST', '/oauth/device_authorization', { body: { client_id: 'tv' } }),
  ]);
  const weak = (plex.json as { code?: string } | undefined)?.code?.length ?? 4;
  const user = (oauth.json as { user_code?: string } | undefined)?.user_code?.replaceAll('-', '').length ?? 8;
  return [() => anyText(weakSymbols, weak), () => anyText(weakSymbols, 4), () => anyText('BCDFGHJKLMNPQRSTVWXZ', user)];
}

/** A page that tells to wait: the code was not looked up. */
const isRefusal = ({ status }: Page): boolean => status === 429 || status === 503;

/** Guesses at the page for typing, as one who keeps the page open. */
function typing({ hit, tried, letThrough }: AttackContext, mallories: readonly Mallory[], guess: () => string) {
  const pages = new Map<Mallory, Page>();
  return async (): Promise<void> => {
    const mallory = pick(mallories);
    const form = pages.get(mallory) ?? (await mallory.browser.get('/link'));
    tried();
    const code = guess();
    const page = await mallory.browser.fillIn(form, { code });
    if (!isRefusal(page)) letThrough(codesOfAccount, mallory.name);
    if (!isRefusal(page) && !/on another network/.test(page.html)) {
      const { ofAll, ofNetwork } = codeBounds(code);
      letThrough(ofAll, 'all');
      letThrough(ofNetwork, mallory.address);
    }
    if (page.path === '/pin' && page.html.includes(honestProduct)) hit('a code was guessed at /link');
    if (page.forms.some(({ names }) => names.has('code'))) pages.set(mallory, page);
    else pages.delete(mallory);
  };
}

/** Guesses as an app that sends its person to the page, with client identifiers that are known. */
function asAnApp({ baits, hit, tried, letThrough }: AttackContext, mallories: readonly Mallory[], guess: () => string) {
  return async (): Promise<void> => {
    const { browser, name } = pick(mallories);
    tried();
    const asked = { code: guess(), clientID: pick(baits).clientId, forwardUrl: '' };
    const between = await browser.fillIn(await browser.get('/auth'), asked);
    const page = between.path === '/continue' ? await browser.fillIn(between, {}, '/continue') : between;
    if (!isRefusal(page)) letThrough(codesOfAccount, name);
    if (page.path === '/pin' && page.html.includes(honestProduct)) hit('a code was guessed at /auth');
  };
}

/** Guesses with nobody signed in: what is answered must not depend on the code. */
function unsigned({ send, baits, hit, tried }: AttackContext, mallories: readonly Mallory[], guess: () => string) {
  return async (): Promise<void> => {
    const { address } = pick(mallories);
    tried(2);
    const [live, dead] = await Promise.all(
      [pick(baits).code, guess()].map((code) => send(address, 'GET', `/link?code=${encodeURIComponent(code)}`)),
    );
    if (live?.status !== dead?.status || live?.text !== dead?.text) hit('a live code looks different before sign-in');
  };
}

/**
 * Guesses at every page that takes a code.
 *
 * @param choose which of the attacker's accounts
 * @param source where guesses come from
 */
export const guessCodes = (
  name: string,
  choose: (mallories: readonly Mallory[]) => readonly Mallory[],
  source: (context: AttackContext, mallory: Mallory) => Promise<readonly (() => string)[]> = learn,
  least = 0,
): Attack => ({
  name: `guess codes, ${name}`,
  least,
  async run(context) {
    const mallories = choose(context.mallories);
    const guesses = await source(context, pick(mallories));
    const guess = (): string => pick(guesses)();
    const type = typing(context, mallories, guess);
    const ways = [type, type, type, type, asAnApp(context, mallories, guess), unsigned(context, mallories, guess)];
    await again(context, 4, () => pick(ways)());
  },
});

export const guessFromOne: Attack = guessCodes('one account', (mallories) => mallories.slice(0, 1), learn, 40);
export const guessFromMany: Attack = guessCodes('many accounts', (mallories) => mallories, learn, 700);

/** Types codes of four symbols from an office in which the attacker has new accounts. */
export const guessFromOffice: Attack = {
  name: 'guess codes, one office',
  least: 80,
  async run(context) {
    const mallories = context.mallories.filter(({ address }) => address === officeAddress);
    const type = typing(context, mallories, () => anyText(weakSymbols, 4));
    await again(context, 4, type);
  },
};

export const guessFromBeside: Attack = guessCodes('shared address', (mallories) => mallories.slice(-2));
