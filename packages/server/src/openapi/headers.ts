// Response headers.
import {
  longestWait,
  openedHeader,
  outcomeHeader,
  waitHeader,
  type OutcomeWord,
} from '../protocols/constants/linkpin.ts';
import { spelled, type Part } from './compose.ts';

const outcomes: readonly OutcomeWord[] = ['denied', 'cancelled', 'expired', 'taken'];

const text = (description: string, more: Part = {}): Part => ({ description, schema: { type: 'string', ...more } });

export const headers: Readonly<Record<string, Part>> = {
  'Cache-Control': text('`no-store` on whatever tells of a pin, a person or a token.'),
  'X-Content-Type-Options': text('The media type is what it says.', { const: 'nosniff' }),
  'Access-Control-Allow-Origin': text('Any page may read the answer, never with the credentials of the browser.', {
    const: '*',
  }),
  'Access-Control-Expose-Headers': text('The headers that pages may read.'),
  'Cross-Origin-Resource-Policy': text('Any page may show the picture.', { const: 'cross-origin' }),
  Vary: text('The request header that the choice of media type hangs on.'),
  Pragma: text('For caches of HTTP/1.0 (RFC 6749 §5.1).', { const: 'no-cache' }),
  'X-Accel-Buffering': text('Tells nginx to pass the stream on at once.', { const: 'no' }),
  'Retry-After': {
    description: 'So many seconds later another try is worth it.',
    schema: { type: 'integer', minimum: 0 },
  },
  'WWW-Authenticate': text('How to authenticate (RFC 6749 §5.2, RFC 6750 §3).'),
  'DPoP-Nonce': text('What the next DPoP proof must have in it (RFC 9449 §8).'),
  'X-Request-Id': text(
    'Names the request, as the log of the service does; what a declared proxy called it, if it did.',
  ),
  Connection: text('`close`: send nothing more on this connection.'),
  'Preference-Applied': text('`wait=25`: the answer was held for news, for 25 seconds at most (RFC 7240).'),
  [spelled(waitHeader)]: {
    description:
      'A poll that asks with `Prefer: wait` may be held so many seconds. It is not there when the operator has switched waiting off.',
    schema: { type: 'integer', minimum: 1, maximum: longestWait },
  },
  [spelled(openedHeader)]: text('A person is looking at the pin.', { const: '1' }),
  [spelled(outcomeHeader)]: text('How the pin ended, for the device that it was issued to.', { enum: outcomes }),
};
