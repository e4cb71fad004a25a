import { Person } from '../../harness/person.ts';
import { anyBot, anyOfOneNetwork, attackerAddress } from '../addresses.ts';
import { passwordsOfName, passwordsOfPair } from '../bounds.ts';
import { again, pick, type Attack } from '../context.ts';

/** What people really choose; nobody at the target did. */
const common = [
  '123456',
  'password',
  'qwerty',
  'iloveyou',
  'letmein',
  'dragon',
  'monkey',
  'football',
  'kettle',
  'plex',
];

/** Tries common passwords at the sign-in page, and by the API of plex clients. */
const spray = (name: string, from: () => string, choose: (names: readonly string[]) => string): Attack => ({
  name: `spray passwords, ${name}`,
  async run(context) {
    const { target, send, tried, hit, letThrough } = context;
    const wasChecked = (who: string, address: string): void => {
      letThrough(passwordsOfPair, `${who} from ${address}`);
      letThrough(passwordsOfName, who);
    };
    await again(context, 3, async () => {
      tried();
      const [who, password, address] = [choose(target.names.honest), pick(common), from()];
      if (Math.random() < 0.3) {
        const headers = { 'x-plex-client-identifier': 'spray', accept: 'application/json' };
        const { status } = await send(address, 'POST', '/api/v2/users/signin', {
          headers,
          body: { login: who, password },
        });
        if (status === 401) wasChecked(who, address);
        if (status < 300) hit(`${who} has the password ${password}`);
        return;
      }
      const browser = new Person(target.url, () => ({ 'x-forwarded-for': address }));
      const page = await browser.signIn(who, password);
      if (page.status === 422) wasChecked(who, address);
      if (page.path !== '/signin' && page.status === 200) hit(`${who} has the password ${password}`);
    });
  },
});

export const sprayManyNames: Attack = spray('many names from one address', () => attackerAddress, pick);
export const sprayOneName: Attack = spray(
  'few names from many networks',
  () => pick([anyBot(), anyOfOneNetwork()]),
  (names) => pick(names.slice(0, 4)),
);
