import { EmulatorError } from './error.ts';

/** A method and a path whose parts may be named: `GET /api/v2/pins/:id`. Without a method it means all of them. */
export type Route = string;

/** True for a request of the route. */
export type RouteMatcher = (request: { readonly method: string; readonly path: string }) => boolean;

const shape = /^(?:([A-Z]+) +)?(\/\S*)$/;

/** The path as routes name it: plex clients may ask for a format by an ending, and end paths in a slash. */
const plain = (path: string): string => path.replace(/(?<=.)\/$/, '').replace(/\.(?:json|xml)$/, '');

const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/**
 * Reads a route.
 *
 * @param isKnown whether the emulator answers a path
 * @throws {EmulatorError} for text that is no route, and for a path that is never answered
 */
export function parseRoute(route: Route, isKnown: (path: string) => boolean): RouteMatcher {
  const [, method, path] = shape.exec(route) ?? [];
  if (path === undefined) {
    throw new EmulatorError(`"${route}" is not a route. Write a method and a path, such as "GET /api/v2/pins/:id".`);
  }
  if (!isKnown(path.replaceAll(/:\w+/g, '1'))) {
    throw new EmulatorError(`The emulator has no path ${path}, so that no request would ever match "${route}".`);
  }
  const pattern = plain(path)
    .split('/')
    .map((part) => (/^:\w+$/.test(part) ? '[^/]+' : escaped(part)))
    .join('/');
  const matches = new RegExp(`^${pattern}$`);
  return (request) => (method === undefined || method === request.method) && matches.test(plain(request.path));
}
