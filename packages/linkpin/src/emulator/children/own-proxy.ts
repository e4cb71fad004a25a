import { plexHosts } from '../plex-hosts.ts';

/** The first of some variables that is set; lower case wins, as in other tools. */
export function valueOf(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = (environment[name.toLowerCase()] ?? environment[name] ?? '').trim();
  return value === '' ? undefined : value;
}

const entriesOf = (list: string): readonly string[] => list.split(/[\s,]+/).filter((entry) => entry !== '');

/** The proxy that the user's HTTPS goes through; undefined for none, and for text that is no URL of one. */
export function ownProxy(environment: NodeJS.ProcessEnv): URL | undefined {
  const value = valueOf(environment, 'HTTPS_PROXY') ?? valueOf(environment, 'ALL_PROXY');
  if (value === undefined || entriesOf(valueOf(environment, 'NO_PROXY') ?? '').includes('*')) return undefined;
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** The host of an entry of NO_PROXY, for which it and the hosts below it go without a proxy. */
const hostOf = (entry: string): string =>
  entry
    .toLowerCase()
    .replace(/^\*?\.?/, '')
    .replace(/:\d+$/, '');

/** The proxy that the user's HTTPS to a host goes through; undefined for none. */
export function proxyFor(environment: NodeJS.ProcessEnv, host: string): URL | undefined {
  const names = entriesOf(valueOf(environment, 'NO_PROXY') ?? '').map(hostOf);
  const isExempt = names.some((name) => name !== '' && (host === name || host.endsWith(`.${name}`)));
  return isExempt ? undefined : ownProxy(environment);
}

/** Whether an entry of NO_PROXY would keep an emulated host from the proxy. */
function isInTheWay(entry: string): boolean {
  const name = hostOf(entry);
  return name === '' || plexHosts.some((host) => host === name || host.endsWith(`.${name}`));
}

/** This machine is never reached through the proxy. */
const local = ['localhost', '127.0.0.1', '::1'];

/** NO_PROXY without what would keep the emulated hosts from the proxy, and with this machine. */
export function noProxyFor(environment: NodeJS.ProcessEnv): string {
  const own = entriesOf(valueOf(environment, 'NO_PROXY') ?? '').filter((entry) => !isInTheWay(entry));
  return [...new Set([...own, ...local])].join(',');
}
