// Wrong passwords until every limit on them should have spoken.
import { nthStreet } from '../addresses.ts';
import {
  passwordsOfBrowser,
  passwordsOfFewNames,
  passwordsOfFewNetworks,
  passwordsOfName,
  passwordsOfNetwork,
  passwordsOfPair,
  passwordsOfSession,
  type Bound,
} from '../bounds.ts';
import { again, type Attack, type Mallory, type AttackContext } from '../context.ts';

/** Where one try comes from, and whose name it bears. */
interface Try {
  readonly from: string;
  readonly name: string;
}

/** True when the service looked at the password: it says that it is wrong, and does not tell to wait. */
async function wasChecked({ send, target }: AttackContext, { from, name }: Try, turn: number): Promise<boolean> {
  const password = `wrong-${turn}`;
  if (turn % 2 === 0) {
    const headers = { origin: new URL(target.url).origin };
    return (await send(from, 'POST', '/signin', { headers, body: { name, password } })).status === 422;
  }
  const headers = { 'x-plex-client-identifier': 'spray', accept: 'application/json' };
  return (
    (await send(from, 'POST', '/api/v2/users/signin', { headers, body: { login: name, password } })).status === 401
  );
}

/**
 * Tries passwords, at the page and by the API in turn.
 *
 * @param least as many tries as it takes to be sure that the limit has spoken
 * @param bound what all of them together may be
 * @param choose where each comes from
 */
const tryPasswords = (
  title: string,
  least: number,
  bound: Bound,
  choose: (turn: number, target: AttackContext['target']) => Try,
): Attack => ({
  name: `passwords, ${title}`,
  least,
  async run(context) {
    let turns = 0;
    await again(context, 3, async () => {
      const turn = turns++;
      context.tried();
      const one = choose(turn, context.target);
      if (!(await wasChecked(context, one, turn))) return;
      context.letThrough(bound, title);
      context.letThrough(passwordsOfPair, `${one.name} from ${one.from}`);
      context.letThrough(passwordsOfNetwork, one.from);
      context.letThrough(passwordsOfName, one.name);
    });
  },
});

const honest = ({ names }: AttackContext['target'], index: number): string =>
  names.honest[index % names.honest.length] ?? '';

const oneName = tryPasswords('one name, one network', 40, passwordsOfPair, (_, target) => ({
  from: '45.83.222.1',
  name: honest(target, 20),
}));

const fewNames = tryPasswords('20 names, one network', 200, passwordsOfFewNames, (turn, target) => ({
  from: '45.83.223.1',
  name: honest(target, 21 + (turn % 20)),
}));

const fewNetworks = tryPasswords('one name, 40 networks', 240, passwordsOfFewNetworks, (turn, target) => ({
  from: nthStreet(turn % 40),
  name: honest(target, 41),
}));

/** One of the attacker's accounts that nothing else in this play signs in as. */
const spare = ({ mallories }: AttackContext, index: number): Mallory => {
  const mallory = mallories.at(index);
  if (mallory === undefined) throw new Error('The attacker has too few accounts.');
  return mallory;
};

/** In a browser that the account signed in with before: whoever steals its cookie is there. */
const ownBrowser: Attack = {
  name: 'passwords, known browser',
  least: 60,
  async run(context) {
    const { name, address, browser } = spare(context, 12);
    const headers = { origin: new URL(context.target.url).origin, cookie: browser.cookie };
    await again(context, 2, async () => {
      context.tried();
      const body = { name, password: 'wrong' };
      const { status } = await context.send(address, 'POST', '/signin', { headers, body });
      if (status === 422) context.letThrough(passwordsOfBrowser, name);
    });
  },
};

/** At somebody's desk who is away: the password is asked for again before it can be changed. */
const openSession: Attack = {
  name: 'passwords, open session',
  least: 30,
  async run(context) {
    const { name, browser } = spare(context, 13);
    const form = await browser.get('/account');
    await again(context, 2, async () => {
      context.tried();
      const page = await browser.fillIn(form, { old: 'wrong', next: 'another password' }, '/account/password');
      if (page.status === 422) context.letThrough(passwordsOfSession, name);
    });
  },
};

export const passwordAttacks: readonly Attack[] = [oneName, fewNames, fewNetworks, ownBrowser, openSession];

/** What takes thousands of tries to show. */
export const longPasswordAttacks: readonly Attack[] = [
  tryPasswords('many names, one network', 300, passwordsOfNetwork, (turn) => ({
    from: '45.83.225.1',
    name: `nobody-${turn}`,
  })),
  tryPasswords('one name, many networks', 2100, passwordsOfName, (turn) => ({ from: nthStreet(turn), name: 'nobody' })),
];
