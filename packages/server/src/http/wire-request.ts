import type { WireRequest } from '../vocabulary/messages.ts';
import { basicText } from './basic-text.ts';

/** A request as a front door has it, read as far as needed. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly suffix: string | null;
  /** Without the question mark. */
  readonly search: string;
  /** One header by lower-case name, each byte a character. */
  readonly header: (name: string) => string | undefined;
  readonly body: Uint8Array;
}

const none: readonly string[] = [];
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Header bytes are UTF-8 if they can be, else ISO-8859-1. */
function readHeader(value: string | undefined): string | undefined {
  // oxlint-disable-next-line no-control-regex
  if (value === undefined || /^[\u0000-\u007F]*$/.test(value)) return value;
  try {
    return utf8.decode(Buffer.from(value, 'latin1'));
  } catch {
    return value;
  }
}

/** Values by name without regard to case; the text is read when first asked for. */
function namedValues(text: string): (name: string) => readonly string[] {
  if (text === '') return () => none;
  let values: Map<string, string[]> | undefined;
  return (name) => {
    if (values === undefined) {
      values = new Map();
      for (const [key, value] of new URLSearchParams(text)) {
        const lower = key.toLowerCase();
        const before = values.get(lower);
        if (before === undefined) values.set(lower, [value]);
        else before.push(value);
      }
    }
    return values.get(name.toLowerCase()) ?? none;
  };
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

/** The request in the plain data that the wire rooms read. A body that is not what it says is as good as none (wire S4). */
export function wireRequest({ method, path, suffix, search, header, body }: RawRequest): WireRequest {
  const type = body.length === 0 ? '' : (header('content-type') ?? '').toLowerCase();
  const text = /json|x-www-form-urlencoded/.test(type) ? Buffer.from(body).toString('utf8') : '';
  return {
    method,
    path,
    suffix,
    query: namedValues(search),
    header: (name) => readHeader(header(name)),
    basic: () => basicText(header('authorization')),
    form: namedValues(type.includes('x-www-form-urlencoded') ? text : ''),
    json: type.includes('json') ? readObject(text) : {},
  };
}
