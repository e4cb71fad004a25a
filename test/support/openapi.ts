// Holds what a service answers to its OpenAPI document.
import { documentedPaths, responseOf, wrongIn } from './openapi-schemas.ts';

/** One request and what was answered. */
export interface Exchange {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly userAgent: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Undefined when it was not read: a stream. */
  readonly body: string | undefined;
}

/** Headers of HTTP itself, and what Node adds. */
const ofTransport = new Set([
  'content-type',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'date',
]);

interface Shape {
  readonly path: string;
  readonly pattern: RegExp;
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^$|()[\]\\]/g, String.raw`\$&`);

/** The documented paths, those that are spelled out first. */
const shapes: readonly Shape[] = Object.keys(documentedPaths)
  .map((path) => ({
    path,
    pattern: new RegExp(`^${escaped(path).replaceAll(/\{\w+\}/g, String.raw`(?!\.(?:json|xml)$)[^/]+`)}$`),
  }))
  .sort((one, other) => Number(one.path.includes('{')) - Number(other.path.includes('{')));

/** Paths of plex clients, whose ending may choose a representation, and behind which a slash changes nothing. */
const isOfPlex = (path: string): boolean => /^\/(api|pins|users|devices|:)[/.]/.test(path);

const isOfApi = (path: string): boolean => /^\/(api|oauth|\.well-known)\//.test(path) && path !== '/oauth/authorize';

interface Found {
  readonly path: string;
  readonly method: string;
}

/** The documented operation of a request. */
function documentedFor(method: string, asked: string): Found | undefined {
  const path = isOfPlex(asked) ? asked.replace(/\/$/, '') : asked;
  const verb = (method === 'HEAD' ? 'GET' : method).toLowerCase();
  const plain = isOfPlex(path) || isOfApi(path) ? path.replace(/\.(json|xml|svg|png)$/, '') : path;
  const spelledOut = [path, plain].filter((candidate) => candidate in documentedPaths);
  for (const candidate of [...spelledOut, path, plain]) {
    for (const shape of shapes) {
      const operation = shape.pattern.test(candidate) ? documentedPaths[shape.path]?.[verb] : undefined;
      if (operation !== undefined) return { path: shape.path, method: verb };
    }
  }
  return undefined;
}

/** What the document does not say of an exchange; undefined when it says all of it. */
export function undocumented(exchange: Exchange): string | undefined {
  const { method, path, status, headers, body, userAgent } = exchange;
  const found = documentedFor(method, path);
  if (found === undefined) {
    const isAnswered = status < 400 && method !== 'OPTIONS' && isOfApi(path);
    return isAnswered ? 'no operation of the document is like this' : undefined;
  }
  const [response, place] = responseOf(found.path, found.method, status) ?? [];
  if (response === undefined || place === undefined)
    return `the status is not documented for ${found.method} ${found.path}`;
  const named = new Set(Object.keys(response.headers ?? {}).map((name) => name.toLowerCase()));
  const unnamed = [...headers.keys()].filter((name) => !named.has(name) && !ofTransport.has(name));
  if (unnamed.length > 0) return `headers that are not documented: ${unnamed.join(', ')}`;

  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  const types = Object.keys(response.content ?? {});
  if (types.length === 0) return body === undefined || body === '' ? undefined : 'a body that is not documented';
  if (!types.includes(type)) return `a media type that is not documented: ${type}`;
  if (type !== 'application/json' || method === 'HEAD' || body === undefined) return undefined;
  const isOldSdk = userAgent.startsWith('speakeasy-sdk/');
  return wrongIn(place, JSON.parse(body), isOldSdk);
}
