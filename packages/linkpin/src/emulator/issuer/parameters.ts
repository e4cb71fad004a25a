import type { Parameters } from './quirks.ts';

/** Client and secret in an `Authorization` header (RFC 6749 §2.3.1). */
function credentialsIn(header: string | null): Parameters {
  const [, encoded = ''] = /^Basic +(\S+)$/i.exec(header ?? '') ?? [];
  if (encoded === '') return {};
  const text = Buffer.from(encoded, 'base64').toString();
  const at = text.indexOf(':');
  const read = (part: string): string => decodeURIComponent(part.replaceAll('+', ' '));
  try {
    return at < 0 ? {} : { client_id: read(text.slice(0, at)), client_secret: read(text.slice(at + 1)) };
  } catch {
    return {};
  }
}

function membersOf(body: string): Parameters {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null) return {};
    return Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === 'string'));
  } catch {
    return {};
  }
}

/** Reads what a request says: in its query, its form or JSON body, and its credentials. An empty value is none. */
export async function readParameters(request: Request): Promise<Parameters> {
  const body = await request.text();
  const isJson = request.headers.get('content-type')?.includes('json') === true;
  const all = {
    ...Object.fromEntries(new URL(request.url).searchParams),
    ...(isJson ? membersOf(body) : Object.fromEntries(new URLSearchParams(body))),
    ...credentialsIn(request.headers.get('authorization')),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}
