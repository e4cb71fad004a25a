import * as http from 'node:http';
import { Failure } from '../failure.ts';
import { plainText } from '../terminal/plain-text.ts';

/** An environment variable and the spelling that was found; lower case wins, as in other tools. */
interface Variable {
  readonly name: string;
  readonly value: string;
}

function read(environment: NodeJS.ProcessEnv, lower: string): Variable | undefined {
  const name = [lower, lower.toUpperCase()].find((one) => (environment[one] ?? '').trim() !== '');
  return name === undefined ? undefined : { name, value: (environment[name] ?? '').trim() };
}

/** Loopback names, which are never proxied. */
const loopback = ['localhost', '*.localhost', '127.0.0.1', '[::1]'];

/** The active proxy variables, by URL scheme. */
let inUse: Readonly<Record<string, Variable | undefined>> = {};
let except: readonly string[] = [];

/**
 * Routes all requests of this process through the proxies in `HTTP_PROXY` and `HTTPS_PROXY`, except to hosts in
 * `NO_PROXY` and to loopback.
 *
 * @param warn called if this version of Node.js cannot do so
 * @throws {Failure} for a value that is not a proxy URL
 */
export function useProxies(warn: (sentence: string) => void, environment: NodeJS.ProcessEnv = process.env): void {
  const proxies = { 'http:': read(environment, 'http_proxy'), 'https:': read(environment, 'https_proxy') };
  const noProxy = read(environment, 'no_proxy')?.value ?? '';
  const [first] = Object.values(proxies).filter((one) => one !== undefined);
  if (first === undefined || noProxy === '*') return;
  // Node.js has it since 24.14 (`engines` allows 24.0).
  const set = http.setGlobalProxyFromEnv as typeof http.setGlobalProxyFromEnv | undefined;
  if (set === undefined) {
    if (environment['NODE_USE_ENV_PROXY'] === '1') return;
    return warn(
      `${first.name} is set, which this Node.js only honours with NODE_USE_ENV_PROXY=1. Set that too, or take Node.js 24.14 or newer.`,
    );
  }
  except = [...noProxy.split(/[\s,]+/).filter((part) => part !== ''), ...loopback];
  inUse = proxies;
  set({
    http_proxy: addressOf(proxies['http:']),
    https_proxy: addressOf(proxies['https:']),
    no_proxy: except.flatMap((entry) => (/^[.*[]/.test(entry) ? entry : [entry, `.${entry}`])).join(','),
  });
}

function addressOf(variable: Variable | undefined): string | undefined {
  if (variable === undefined) return undefined;
  const { name, value } = variable;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`);
  if (url !== null && /^https?:$/.test(url.protocol)) return url.href;
  const shown = plainText(value.replace(/\/\/[^@/]*@/, '//****@'));
  throw new Failure(`${name} is "${shown}", which is not an http proxy. Write it like http://proxy.example:3128.`);
}

/** The variable that names the proxy used for a server; undefined if the connection is direct. */
export function proxyVariableFor(server: string): string | undefined {
  const url = URL.parse(server);
  if (url === null) return undefined;
  const isNamed = except.some((entry) => {
    const [, name = '', port = ''] = /^\*?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    const fits = url.hostname === name || (name !== '' && url.hostname.endsWith(`.${name.replace(/^\./, '')}`));
    return fits && (port === '' || port === (url.port || (url.protocol === 'https:' ? '443' : '80')));
  });
  return isNamed ? undefined : inUse[url.protocol]?.name;
}
