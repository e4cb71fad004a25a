import type { WireRequest } from '../../protocols/constants/messages.ts';
import { basicText } from './basic-text.ts';
import { isTooDeep } from './json-depth.ts';
import { namedValues } from './named-values.ts';

/** A request as an adapter received it, parsed as far as needed. */
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

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

const noMembers: Readonly<Record<string, unknown>> = Object.freeze({});

/** The text of a form or JSON body; empty for any other. */
function textOf(body: Uint8Array, type: string): string {
  return type.includes('json') || type.includes('x-www-form-urlencoded')
    ? Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8')
    : '';
}

const typeOf = ({ header, body }: Pick<RawRequest, 'header' | 'body'>): string =>
  body.length === 0 ? '' : (header('content-type') ?? '').toLowerCase();

/** Whether the body is JSON that must not be parsed, because it is nested too deeply. */
export function isUnreadable(request: Pick<RawRequest, 'header' | 'body'>): boolean {
  const type = typeOf(request);
  return type.includes('json') && isTooDeep(textOf(request.body, type));
}

/**
 * The request as plain data, for the protocols. A body that does not match its content type counts as none (wire S4).
 */
export function wireRequest({ method, path, suffix, search, header, body }: RawRequest): WireRequest {
  const type = typeOf({ header, body });
  const text = type === '' ? '' : textOf(body, type);
  return {
    method,
    path,
    suffix,
    query: namedValues(search),
    header: (name) => readHeader(header(name)),
    basic: () => basicText(header('authorization')),
    form: namedValues(type.includes('x-www-form-urlencoded') ? text : ''),
    json: type.includes('json') ? readObject(text) : noMembers,
  };
}
