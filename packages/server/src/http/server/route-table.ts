import type { ApiRoute } from './routes.ts';

/** A route, and the value of its path parameter. */
export interface Found {
  readonly route: ApiRoute;
  /** Throws for a name that the route does not have. */
  readonly part: (name: string) => string;
}

/** A path with one parameter, `/users/:uuid/avatar`, split in advance. */
interface Shape {
  readonly path: string;
  readonly before: string;
  readonly name: string;
  readonly after: string;
  readonly routes: readonly ApiRoute[];
}

/** The routes, indexed by path. */
export interface RouteTable {
  /**
   * The route for a method, a path without its ending, and that ending; a literal path goes before one with a
   * parameter.
   */
  find(method: string, path: string, ending: string | null): Found | undefined;
  /** Every route of a path, whatever its method. */
  at(path: string, ending: string | null): readonly ApiRoute[];
}

const isThere = ([, , , rules]: ApiRoute, ending: string | null): boolean =>
  rules?.endings === undefined || (ending !== null && rules.endings.includes(ending));

/** The value of the parameter, or undefined if the path does not match. */
function partOf({ before, after }: Shape, path: string): string | undefined {
  if (!path.startsWith(before) || !path.endsWith(after)) return undefined;
  const end = path.length - after.length;
  return end > before.length && path.indexOf('/', before.length) === (after === '' ? -1 : end)
    ? path.slice(before.length, end)
    : undefined;
}

function shapeOf(path: string, routes: readonly ApiRoute[]): Shape | undefined {
  const pieces = path.split(/:(\w+)/);
  if (pieces.length > 3) throw new TypeError(`${path} names more than one part.`);
  const [before = '', name, after = ''] = pieces;
  return name === undefined ? undefined : { path, before, name, after, routes };
}

export function createRouteTable(routes: readonly ApiRoute[]): RouteTable {
  const exact = new Map<string, ApiRoute[]>();
  for (const route of routes) {
    const there = exact.get(route[1]);
    if (there === undefined) exact.set(route[1], [route]);
    else there.push(route);
  }
  const shapes = [...exact].flatMap(([path, there]) => shapeOf(path, there) ?? []);
  for (const { path } of shapes) exact.delete(path);

  const pick = (some: readonly ApiRoute[], method: string, ending: string | null): ApiRoute | undefined => {
    for (const route of some) if (route[0] === method && isThere(route, ending)) return route;
    return undefined;
  };

  return {
    find(method, path, ending) {
      const route = pick(exact.get(path) ?? [], method, ending);
      if (route !== undefined) return { route, part: partIn(route, undefined, '') };
      for (const shape of shapes) {
        const text = partOf(shape, path);
        const shaped = text === undefined ? undefined : pick(shape.routes, method, ending);
        if (text !== undefined && shaped !== undefined)
          return { route: shaped, part: partIn(shaped, shape.name, text) };
      }
      return undefined;
    },
    at: (path, ending) =>
      [
        ...(exact.get(path) ?? []),
        ...shapes.flatMap((shape) => (partOf(shape, path) === undefined ? [] : shape.routes)),
      ].filter((route) => isThere(route, ending)),
  };
}

function partIn(route: ApiRoute, name: string | undefined, text: string): Found['part'] {
  return (asked) => {
    if (asked !== name) throw new TypeError(`The route ${route[1]} has no part ${asked}.`);
    return text;
  };
}
