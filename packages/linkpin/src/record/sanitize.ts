// Makes a transcript of what was sent: pure, and the only way from what was real to what is kept.
import { requestHeaders, responseHeaders } from '../transcript/headers.ts';
import { limits, version, type Body, type Exchange, type Texts, type Transcript } from '../transcript/transcript.ts';
import { cleanBody, cleanPairs } from './clean-body.ts';
import { cleanHeaders } from './clean-headers.ts';
import { cleanAttribute } from './clean-scalar.ts';
import { dayOf, type Clock } from './clock.ts';
import { joinRepeats } from './join-repeats.ts';
import { deviceFields, errors } from './fields.ts';
import { createLeftOut, type LeftOut } from './notes.ts';
import type { RawExchange } from './raw-exchange.ts';
import { findRoute, shownPath, type FoundRoute } from './routes.ts';
import { record } from './rules.ts';
import { createStandIns, type StandIns } from './stand-ins.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What is shorter may be part of any name. */
const shortest = 4;

/**
 * Makes a transcript of exchanges, in the order in which the requests came.
 *
 * @param clock when the recording began
 */
export function transcriptOf(exchanges: readonly RawExchange[], clock: Clock): Transcript {
  const standIns = createStandIns(clock);
  const leftOut = createLeftOut();
  const kept = joinRepeats(exchanges.flatMap((raw) => cleanExchange(raw, standIns, leftOut) ?? []));
  if (kept.length > limits.exchanges) leftOut.mention(`${kept.length - limits.exchanges} more exchanges`);
  const replaced = [...standIns.replaced()].map((real) => real.toLowerCase());
  const isReplaced = (name: string): boolean => {
    const lower = name.toLowerCase();
    return replaced.some((real) => lower === real || (real.length >= shortest && lower.includes(real)));
  };
  return {
    format: 'linkpin transcript',
    version,
    recordedOn: dayOf(clock),
    exchanges: kept.slice(0, limits.exchanges),
    leftOut: leftOut.list(isReplaced),
  };
}

function cleanExchange(raw: RawExchange, standIns: StandIns, leftOut: LeftOut): Exchange | undefined {
  const { request, response, at } = raw;
  const [path = '', ...query] = request.target.split('?');
  const found = findRoute(path);
  if (found === undefined || !methods.includes(request.method)) {
    leftOut.mention(`${methods.includes(request.method) ? request.method : '?'} ${shownPath(path)}`);
    return undefined;
  }
  const { route } = found;
  const notes = leftOut.at(`${request.method} ${route.path}`);
  const fields = { ...deviceFields, ...route.request };
  const asked = { json: record(fields), xml: {}, form: fields };
  const answered = { json: response.status < 400 ? route.json : errors, xml: route.xml, form: {} };
  const parts = cleanPath(found, standIns);
  const inRequest = notes.at('request');
  const inResponse = notes.at('response');
  return {
    request: {
      method: request.method,
      host: request.host as Exchange['request']['host'],
      path: parts,
      ...some('query', cleanPairs(new URLSearchParams(query.join('?')), fields, standIns, inRequest.at('query'))),
      ...some('headers', cleanHeaders(request.headers, requestHeaders, standIns, inRequest.at('headers'))),
      ...body(cleanBody(request.body, typeOf(request.headers), asked, standIns, inRequest.at('body'))),
    },
    response: {
      status: response.status,
      ...some('headers', cleanHeaders(response.headers, responseHeaders, standIns, inResponse.at('headers'))),
      ...body(cleanBody(response.body, typeOf(response.headers), answered, standIns, inResponse.at('body'))),
    },
    afterMs: Math.max(0, Math.round(at - standIns.clock.start)),
  };
}

const typeOf = (headers: Texts): string => headers['content-type'] ?? '';

const some = (name: 'query' | 'headers', texts: Texts): { readonly query?: Texts; readonly headers?: Texts } =>
  Object.keys(texts).length === 0 ? {} : { [name]: texts };

const body = (kept: Body | undefined): { readonly body?: Body } => (kept === undefined ? {} : { body: kept });

function cleanPath({ parts, end }: FoundRoute, standIns: StandIns): string {
  const cleaned = parts.map(({ text, rule }) =>
    rule === undefined ? text : (cleanAttribute(decoded(text), rule, standIns) ?? ''),
  );
  return cleaned.join('/') + end;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
