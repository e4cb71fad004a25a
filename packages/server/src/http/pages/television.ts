import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { tvView } from '../../pages/views/tv.ts';
import { page, type PageHandler } from './page-request.ts';

/** The demonstration television and the SDK's files that it runs. */
export interface Television {
  /** GET /tv */
  readonly show: PageHandler;
  /** A file of the SDK by its URL path, or undefined. */
  readonly file: (path: string) => string | undefined;
}

/**
 * Reads the SDK for browsers: unbundled modules, below a path that changes with their content.
 *
 * @param folder the built files of `@linkpin/client`
 */
export function createTelevision(folder: URL): Television {
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const bodies = names.map((name) => readFileSync(new URL(name, folder), 'utf8'));
  const version = hash('sha256', bodies.join('\0'), 'hex').slice(0, 16);
  const prefix = `/assets/client/${version}/`;
  const files = new Map(names.map((name, index) => [`${prefix}${name}`, bodies[index] ?? '']));
  return {
    show: (pageRequest) => page(pageRequest, tvView(pageRequest.frame, `${prefix}index.js`)),
    file: (path) => files.get(path),
  };
}
