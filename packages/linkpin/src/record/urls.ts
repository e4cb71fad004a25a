import { plexHosts } from '../emulator/plex-hosts.ts';
import { address, opaque } from './rules.ts';
import type { StandIns } from './stand-ins.ts';

/** What is part of paths at plex.tv, and nobody's. */
const words = ['api', 'v2', 'pins', 'qr', 'users', 'avatar', 'link', 'auth', ''];

const direct = /^(\d{1,3}(?:-\d{1,3}){3})\.([\w-]+)\.plex\.direct$/;

/**
 * The address that stands for another: at plex.tv with the same path, elsewhere without one.
 *
 * @returns text that leads nowhere for what is no address of the web
 */
export function standInUrl(real: string, standIns: StandIns): string {
  const url = URL.parse(real);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'https://example.com';
  const { protocol, hostname, pathname, port, searchParams } = url;
  if ((plexHosts as readonly string[]).includes(hostname)) {
    const part = (text: string): string =>
      words.includes(text) ? text : (standIns.known(text) ?? standIns.of(opaque('part'), text));
    const path = pathname.split('/').slice(0, 10).map(part).join('/');
    return `${protocol}//${hostname}${path === '/' ? '' : path}${searchParams.has('c') ? '?c=1' : ''}`;
  }
  const at = port === '' ? '' : ':32400';
  const [, dashed = '', server = ''] = direct.exec(hostname) ?? [];
  if (server !== '') {
    const host = standIns.of(address, dashed.replaceAll('-', '.')).replaceAll('.', '-');
    return `${protocol}//${host}.${standIns.of(opaque('server'), server)}.plex.direct${at}`;
  }
  const host = standIns.of(address, hostname.replaceAll(/[[\]]/g, ''));
  return `${protocol}//${host.includes(':') ? 'example.com' : host}${at}`;
}
