import { anyBot, attackerAddress } from '../addresses.ts';
import { passwordsOfPair } from '../bounds.ts';
import { again, anyText, pick, type Attack, type AttackContext } from '../context.ts';
import type { Reply } from '../wire.ts';

const evil = 'evil.example';

/** Pages whose content another site would like to read or frame. */
const pages = ['/link', '/devices', '/account', '/signin', '/auth', '/'];

const isReadableElsewhere = ({ headers }: Reply): boolean =>
  headers['access-control-allow-origin'] !== undefined || headers['access-control-allow-credentials'] !== undefined;

/** A browser that is signed in, lured to another site which sends requests with its cookies. */
async function crossOrigin({ send, mallories, hit }: AttackContext): Promise<void> {
  const { browser, address } = pick(mallories);
  const site = pick(['cross-site', 'same-site', 'none']);
  const headers: Record<string, string> = {
    cookie: browser.cookie,
    origin: pick([`https://${evil}`, 'null', `http://${evil}`]),
    ...(Math.random() < 0.7 ? { 'sec-fetch-site': site } : {}),
  };
  const read = await send(address, 'GET', pick(pages), { headers });
  if (isReadableElsewhere(read)) hit('another site can read a page');
  if (read.headers['x-frame-options'] !== 'DENY' && read.status === 200) hit('another site can frame a page');
  const [path, body] = pick([
    ['/link', { code: anyText('ABCDEFGH2345', 4) }],
    ['/devices/revoke', { id: 'x' }],
    ['/account/password', { password: 'x', new: 'y' }],
    ['/signout', {}],
    ['/signin', { name: 'mallory-0', password: 'mallory was here' }],
  ] as const);
  const { status } = await send(address, 'POST', path, { headers, body });
  if (status < 400) hit(`another site can post to ${path}: ${status}`);
}

/** A name of the attacker's that leads to this machine (DNS rebinding), and every header that names a host. */
async function foreignHost({ send, mallories, hit }: AttackContext): Promise<void> {
  const { browser, address } = pick(mallories);
  const named = pick([
    { host: evil },
    { host: `${evil}:80` },
    { host: `127.0.0.1.${evil}` },
    { host: `localhost.${evil}` },
  ]);
  const path = pick([...pages, '/api/v2/pins/1', '/.well-known/oauth-authorization-server', '/oauth/jwks']);
  const direct = await send(address, 'GET', path, { headers: { ...named, cookie: browser.cookie } });
  if (direct.status < 400) hit(`a foreign host name is answered: ${path}`);
  const hints = { 'x-forwarded-host': evil, forwarded: `host=${evil}`, 'x-original-host': evil, 'x-host': evil };
  const hinted = await send(address, 'GET', path, { headers: hints });
  if (hinted.text.includes(evil) || hinted.headers.location?.includes(evil) === true)
    hit(`a hint of a host is believed: ${path}`);
}

/** Tries a password in the name of a thousand addresses that only a header knows; the limit must hold all the same. */
async function foreignAddress({ send, letThrough, target }: AttackContext): Promise<void> {
  const forged = { 'x-forwarded-for': `${anyBot()}, ${anyBot()}, ${attackerAddress}`, 'x-real-ip': anyBot() };
  const headers = { 'x-plex-client-identifier': 'forged', accept: 'application/json', ...forged };
  const login = target.names.honest[22] ?? '';
  const { status } = await send(attackerAddress, 'POST', '/api/v2/users/signin', {
    headers,
    body: { login, password: 'x' },
  });
  if (status === 401) letThrough(passwordsOfPair, `${login} from ${attackerAddress}`);
}

/** Claims to come from elsewhere, to be elsewhere, and to be somebody else's page. */
export const forge: Attack = {
  name: 'forge Host, Origin, addresses',
  least: 90,
  async run(context) {
    const ways = [() => crossOrigin(context), () => foreignHost(context), () => foreignAddress(context)];
    await again(context, 6, async () => {
      context.tried();
      await pick(ways)();
    });
  },
};
