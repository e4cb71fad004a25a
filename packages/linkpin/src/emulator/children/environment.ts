import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Diversion } from '../hooks/divert.ts';
import { javaOptions, javaTrustStore } from './java-options.ts';
import { nodePreload } from './node-preload.ts';
import { noProxyFor, valueOf } from './own-proxy.ts';
import { pythonSite } from './python-site.ts';
import { rubyFeature, rubyHook } from './ruby-hook.ts';
import { trustedRoots } from './trusted-roots.ts';

/** What a program is to find. */
export interface ChildRun {
  /** A folder of this run alone. */
  readonly folder: string;
  readonly diversion: Diversion & { readonly ports: { readonly 443: number } };
  /** The proxy with its credentials. */
  readonly proxy: string;
  /** Where the emulator listens without TLS. */
  readonly url: string;
}

/** Variables that add authorities to what a program trusts. */
const adding = ['NODE_EXTRA_CA_CERTS', 'DENO_CERT'];

/** Variables that replace what a program trusts. */
const replacing = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'];

/** In NODE_OPTIONS and in PHP's files a path in quotes may have spaces. */
const quoted = (path: string): string => `"${path.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

const joined = (separator: string, ...values: readonly (string | undefined)[]): string =>
  values.filter((value) => value !== undefined && value !== '').join(separator);

/**
 * Writes the files that programs are to load or to trust, and names them in variables.
 *
 * @param own the user's environment, whose values are kept and added to
 * @returns what differs from it
 */
export function childEnvironment(own: NodeJS.ProcessEnv, run: ChildRun): Readonly<Record<string, string>> {
  const { folder, diversion, proxy, url } = run;
  const put = (name: string, text: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const python = join(folder, 'python');
  mkdirSync(python, { recursive: true, mode: 0o700 });
  put(join('python', 'sitecustomize.py'), pythonSite(diversion.hosts, diversion.ports[443]));
  const preload = put('preload.cjs', nodePreload(diversion));
  const authority = put('ca.pem', diversion.ca);

  const trust: Record<string, string> = {};
  for (const name of adding) {
    const mine = valueOf(own, name);
    trust[name] = mine === undefined ? authority : put(`${name}.pem`, trustedRoots(mine) + diversion.ca);
  }
  for (const name of replacing) trust[name] = put(`${name}.pem`, trustedRoots(valueOf(own, name)) + diversion.ca);
  const ruby = join(folder, 'ruby');
  mkdirSync(ruby, { recursive: true, mode: 0o700 });
  put(join('ruby', `${rubyFeature}.rb`), rubyHook(diversion.hosts, diversion.ports[443]));
  const php = join(folder, 'php');
  mkdirSync(php, { recursive: true, mode: 0o700 });
  put(join('php', 'linkpin.ini'), `curl.cainfo=${quoted(trust['CURL_CA_BUNDLE'] ?? '')}\n`);
  const java = put('java.jks', javaTrustStore(trustedRoots(undefined) + diversion.ca));
  const noProxy = noProxyFor(own);
  return {
    ...trust,
    NODE_OPTIONS: joined(' ', own['NODE_OPTIONS'], `--require ${quoted(preload)}`),
    PYTHONPATH: joined(delimiter, python, own['PYTHONPATH']),
    RUBYLIB: joined(delimiter, ruby, own['RUBYLIB']),
    RUBYOPT: joined(' ', own['RUBYOPT'], `-r${rubyFeature}`),
    // Before what is added stands where PHP looks by itself: nothing, for the folder that it was built with.
    PHP_INI_SCAN_DIR: `${own['PHP_INI_SCAN_DIR'] ?? ''}:${php}`,
    // What the user has comes last, and wins.
    JAVA_TOOL_OPTIONS: joined(' ', javaOptions(java, proxy), own['JAVA_TOOL_OPTIONS']),
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    LINKPIN_EMULATOR: url,
  };
}
