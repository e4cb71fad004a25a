// Building blocks of the document.
import { outcomeHeader } from '../protocols/constants/linkpin.ts';

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A part of the document. */
export type Part = Readonly<Record<string, Json>>;

/** The response with one status. */
export interface Answer {
  /** Its name in `components.responses`, if several operations share it. */
  readonly name?: string;
  readonly description: string;
  /** By media type; absent without a body. */
  readonly content?: Part;
  /** Names of `components.headers` in addition to those of every response. */
  readonly headers?: readonly string[];
}

/** The responses of an operation by status. */
export type Answers = Readonly<Record<string, Answer>>;

/** One method of one path. */
export interface Operation {
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Names of `components.parameters`. */
  readonly parameters?: readonly string[];
  readonly body?: Part;
  /** Alternative security requirements; none: public. */
  readonly security?: readonly Part[];
  /** True without CORS: other origins cannot read the responses. */
  readonly closed?: true;
  /** True if it accepts any `Host`. */
  readonly anyHost?: true;
  readonly answers: Answers;
}

/** Operations by path and method. */
export type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** A reference to a component. */
export const ref = (kind: 'schemas' | 'parameters' | 'headers' | 'responses', name: string): Part => ({
  $ref: `#/components/${kind}/${name}`,
});

/** The schema of an object with these members, all required except the optional ones. */
export const record = (properties: Readonly<Record<string, Json>>, optional: readonly string[] = []): Part => ({
  type: 'object',
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

export const list = (items: Json): Part => ({ type: 'array', items });

/** A JSON body. */
export const json = (schema: Json): Part => ({ 'application/json': { schema } });

/** An XML body. */
export const xml = (root: string, description: string): Part => ({
  'application/xml': { schema: { type: 'object', description, xml: { name: root } } },
});

/** A text or binary body. */
export const plain = (type: string): Part => ({ [type]: { schema: { type: 'string' } } });

const onAll = ['Cache-Control', 'X-Content-Type-Options'];
const onErrors = ['X-Request-Id'];
const onOpen = ['Access-Control-Allow-Origin', 'Access-Control-Expose-Headers'];

/** Adds plain text, the response to malformed HTTP (no path, or two `Host` headers). */
const orPlain = (status: string, content: Part | undefined): Part | undefined =>
  status === '400' ? { ...content, ...plain('text/plain') } : content;

function response(status: string, answer: Answer, more: readonly string[]): Part {
  const content = orPlain(status, answer.content);
  const names = [...onAll, ...more, ...(Number(status) >= 400 ? onErrors : []), ...(answer.headers ?? [])];
  return {
    description: answer.description,
    headers: Object.fromEntries(names.map((name) => [name, ref('headers', name)])),
    ...(content === undefined ? {} : { content }),
  };
}

const wrongHost: Answer = { description: 'The service is not known by this host name.', content: plain('text/plain') };

/** Formats an operation for the document. */
export function written({ id, tag, summary, description, parameters = [], ...rest }: Operation): Part {
  const { body, security = [], closed, anyHost, answers } = rest;
  const responses = Object.entries(answers).map(([status, answer]): [string, Part] => {
    if (closed === true) return [status, response(status, answer, [])];
    return [status, answer.name === undefined ? response(status, answer, onOpen) : ref('responses', answer.name)];
  });
  if (anyHost !== true) responses.push(['421', ref('responses', 'WrongHost')]);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security,
    ...(parameters.length === 0 ? {} : { parameters: parameters.map((name) => ref('parameters', name)) }),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: Object.fromEntries(responses),
  };
}

/** Formats the shared responses for the document. */
export function namedResponses(paths: Paths): Part {
  const named: Record<string, Part> = { WrongHost: response('421', wrongHost, []) };
  for (const { closed, answers } of Object.values(paths).flatMap(Object.values<Operation>)) {
    for (const [status, answer] of closed === true ? [] : Object.entries(answers)) {
      if (answer.name !== undefined) named[answer.name] = response(status, answer, onOpen);
    }
  }
  return named;
}

/** Capitalizes a header name: `linkpin-wait` to `Linkpin-Wait`. */
export const spelled = (name: string): string => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

/** The header with the outcome of a pin. */
export const outcome: string = spelled(outcomeHeader);
