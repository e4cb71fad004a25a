// What the document is put together with.
import { outcomeHeader } from '../protocols/constants/linkpin.ts';

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A part of the document. */
export type Part = Readonly<Record<string, Json>>;

/** What is answered with one status. */
export interface Answer {
  /** Its name among `components.responses`, for one that several operations have. */
  readonly name?: string;
  readonly description: string;
  /** By media type; none when there is no body. */
  readonly content?: Part;
  /** Names of `components.headers` beside those that every answer has. */
  readonly headers?: readonly string[];
}

/** The answers of an operation by status. */
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
  /** Security requirements, any of which will do; anybody may ask when there are none. */
  readonly security?: readonly Part[];
  /** Pages of other origins may not read the answers. */
  readonly closed?: true;
  /** It is answered whatever host it is asked at. */
  readonly anyHost?: true;
  readonly answers: Answers;
}

/** Operations by path and method. */
export type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

/** A reference to a component. */
export const ref = (kind: 'schemas' | 'parameters' | 'headers' | 'responses', name: string): Part => ({
  $ref: `#/components/${kind}/${name}`,
});

/** An object with these members, all of which are there but the optional ones. */
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

/** A body of text or of bytes that has no members. */
export const plain = (type: string): Part => ({ [type]: { schema: { type: 'string' } } });

const onAll = ['Cache-Control', 'X-Content-Type-Options'];
const onOpen = ['Access-Control-Allow-Origin', 'Access-Control-Expose-Headers'];

/** To a request that is no HTTP (no path, or two hosts) the answer is plain text. */
const orPlain = (status: string, content: Part | undefined): Part | undefined =>
  status === '400' ? { ...content, ...plain('text/plain') } : content;

function response(status: string, answer: Answer, more: readonly string[]): Part {
  const content = orPlain(status, answer.content);
  const names = [...onAll, ...more, ...(answer.headers ?? [])];
  return {
    description: answer.description,
    headers: Object.fromEntries(names.map((name) => [name, ref('headers', name)])),
    ...(content === undefined ? {} : { content }),
  };
}

const wrongHost: Answer = { description: 'The service is not known by this host name.', content: plain('text/plain') };

/** An operation as the document has it. */
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

/** The answers that have a name, as the document has them. */
export function namedResponses(paths: Paths): Part {
  const named: Record<string, Part> = { WrongHost: response('421', wrongHost, []) };
  for (const { closed, answers } of Object.values(paths).flatMap(Object.values<Operation>)) {
    for (const [status, answer] of closed === true ? [] : Object.entries(answers)) {
      if (answer.name !== undefined) named[answer.name] = response(status, answer, onOpen);
    }
  }
  return named;
}

/** Header names as people write them: `linkpin-wait` is `Linkpin-Wait`. */
export const spelled = (name: string): string => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());

/** Says how a pin ended. */
export const outcome: string = spelled(outcomeHeader);
