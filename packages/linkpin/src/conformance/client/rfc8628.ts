// Scenarios for a device of RFC 8628. No I/O.
import { fail, pass, skip, type Check, type Level, type Verdict } from '../check.ts';
import {
  expectEnd,
  expectPauses,
  failedAt,
  fieldOf,
  formOf,
  isPrinted,
  type Answer,
  type Heard,
  type Played,
  type Request,
  type Scenario,
} from './scenario.ts';
import {
  asksIn,
  clientId,
  deviceCode,
  deviceGrant,
  error,
  isToken,
  pending,
  pollsIn,
  script,
  tokens,
  userCode,
} from './issuer.ts';

/** The checks of one scenario, with what they have in common. */
const check = (
  name: string,
  section: string,
  level: Level,
  [rule, why]: readonly [rule: string, why: string],
  judge: (played: Played) => Verdict,
): Check<Played> => ({
  name,
  section,
  level,
  rule,
  why,
  run: async (played) => {
    if (played.problem !== null) return skip(played.problem);
    if (asksIn(played.requests).length > 0) return judge(played);
    const none = 'the client asked for no code';
    return name === 'D1-post' ? fail(null, none, 'a request for one') : skip(none);
  },
});

/** Passes if each of these requests is as it should be; skips without any. */
function each(requests: readonly Heard[], isGood: (request: Request) => boolean, came: string, due: string): Verdict {
  if (requests.length === 0) return skip('the client sent no such request');
  const wrong = requests.find((request) => !isGood(request));
  return wrong === undefined ? pass : failedAt(wrong, came, due);
}

const isForm = ({ headers }: Request): boolean =>
  headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;

const has = (name: string, value: string) => (request: Request) => fieldOf(formOf(request), name) === value;

const isOnce = (request: Request): boolean => {
  const names = formOf(request).map(([name]) => name);
  return new Set(names).size === names.length;
};

/** Whether the client ended by itself and said that it failed. */
function saysSo({ exitCode, output }: Played): Verdict {
  if (exitCode === null) return fail(null, 'it went on, and had to be stopped', 'an end by itself');
  if (exitCode === 0) return fail(null, 'exit code 0, as after a sign-in', 'another exit code');
  return output.trim() === '' ? fail(null, 'nothing was printed', 'what went wrong, in words') : pass;
}

/** What the client is told at once, and does not ask again after. */
const ending = (name: string, answer: Answer, checks: readonly Check<Played>[]): Scenario => ({
  name,
  answer: script([answer]),
  limit: 12,
  checks,
});

const told = (answer: Answer) => (played: Played) => {
  const end = expectEnd(pollsIn(played.requests), (given) => given === answer);
  return end.kind === 'pass' ? saysSo(played) : end;
};

const denied = error('access_denied');
const expired = error('expired_token');
const refused = error('invalid_grant');

export const deviceScenarios: readonly Scenario[] = [
  {
    name: 'approved',
    answer: script([pending, tokens]),
    limit: 20,
    checks: [
      check(
        'D1-post',
        'RFC 8628 §3.1',
        'MUST',
        ['The client asks for a code by POST, with a form.', 'Servers take nothing else.'],
        ({ requests }) => each(asksIn(requests), isForm, 'another content type', 'application/x-www-form-urlencoded'),
      ),
      check(
        'D2-client-id',
        'RFC 8628 §3.1',
        'MUST',
        ['The request names its client.', 'Servers refuse what comes from nobody.'],
        ({ requests }) => each(asksIn(requests), has('client_id', clientId), 'another client_id, or none', clientId),
      ),
      check(
        'D7-once',
        'RFC 8628 §3.1',
        'MUST',
        ['No parameter comes twice.', 'Servers refuse such requests.'],
        ({ requests }) =>
          each([...asksIn(requests), ...pollsIn(requests)], isOnce, 'a parameter twice', 'each one once'),
      ),
      check(
        'D27-grant-type',
        'RFC 8628 §3.4',
        'MUST',
        ['The grant type is the one of devices, to the letter.', 'Servers know no other.'],
        ({ requests }) => each(pollsIn(requests), has('grant_type', deviceGrant), 'another grant type', deviceGrant),
      ),
      check(
        'D28-device-code',
        'RFC 8628 §3.4',
        'MUST',
        ['A poll has the device code and the client.', 'Without them nobody knows who asks.'],
        ({ requests }) =>
          each(
            pollsIn(requests),
            (request) => has('device_code', deviceCode)(request) && has('client_id', clientId)(request),
            'without device_code or client_id',
            'both',
          ),
      ),
      check(
        'D19-hidden',
        'RFC 8628 §3.3',
        'MUST',
        ['The device code is not shown.', 'Whoever reads it gets the tokens.'],
        (played) =>
          isPrinted(played, deviceCode) ? fail(null, 'the device code, printed', 'the user code alone') : pass,
      ),
      check(
        'D23-user-code',
        'RFC 8628 §3.3.1',
        'MUST',
        [
          'The user code is shown, beside a QR code or a complete link, too.',
          'People compare it with what the page shows, or type it.',
        ],
        (played) => (isPrinted(played, userCode) ? pass : fail(null, 'an output without it', userCode)),
      ),
      check(
        'D24-address',
        'RFC 8628 §3.3.1',
        'SHOULD',
        ['The address is shown as text.', 'Not everybody has a camera at hand.'],
        (played) => (isPrinted(played, '/device') ? pass : fail(null, 'an output without it', 'verification_uri')),
      ),
      check(
        'D41-after-success',
        'RFC 8628 §3.5',
        'MUST',
        [
          'Once it has its tokens, the client asks no more, and says so by exit code 0.',
          'A second use of a code looks like theft, and ends the tokens.',
        ],
        (played) => {
          const end = expectEnd(pollsIn(played.requests), isToken);
          if (end.kind !== 'pass') return end;
          return played.exitCode === 0 ? pass : fail(null, `exit code ${played.exitCode ?? 'none'}`, '0');
        },
      ),
    ],
  },
  {
    name: 'no-interval',
    answer: script([pending, pending, tokens], { interval: undefined }),
    limit: 30,
    checks: [
      check(
        'D11-five-seconds',
        'RFC 8628 §3.2',
        'MUST',
        [
          'Where the server names no interval, the client waits five seconds.',
          'Servers slow it down otherwise, or refuse it.',
        ],
        ({ requests }) => expectPauses(pollsIn(requests), () => 5),
      ),
    ],
  },
  {
    name: 'interval',
    answer: script([pending, pending, tokens], { interval: 3 }),
    limit: 25,
    checks: [
      check(
        'D32-interval',
        'RFC 8628 §3.5',
        'MUST',
        ['The client waits the interval between two polls.', 'Servers slow it down otherwise, or refuse it.'],
        ({ requests }) => expectPauses(pollsIn(requests), () => 3),
      ),
    ],
  },
  {
    name: 'slow-down',
    answer: script([error('slow_down'), pending, pending, tokens]),
    limit: 40,
    checks: [
      check(
        'D34-five-more',
        'RFC 8628 §3.5',
        'MUST',
        [
          'After slow_down the client waits five seconds more, then and ever after.',
          'A server that said it once has to say it again and again.',
        ],
        ({ requests }) => expectPauses(pollsIn(requests), () => 6),
      ),
    ],
  },
  ending('denied', denied, [
    check(
      'D35-denied',
      'RFC 8628 §3.5',
      'MUST',
      [
        'After access_denied the client stops, and says so.',
        'Somebody said no, and a device that goes on looks broken.',
      ],
      told(denied),
    ),
  ]),
  ending('expired', expired, [
    check(
      'D36-expired',
      'RFC 8628 §3.5',
      'MUST',
      ['After expired_token the client stops, and says so.', 'A code that is over stays over.'],
      told(expired),
    ),
    check(
      'D37-not-anew',
      'RFC 8628 §3.5',
      'SHOULD',
      ['It asks for another code only when its person wants one.', 'A device that nobody looks at would ask for ever.'],
      ({ requests }) => {
        const [, second] = asksIn(requests);
        return second === undefined ? pass : failedAt(second, 'a second code, unasked', 'one');
      },
    ),
  ]),
  ending('refused', refused, [
    check(
      'D38-other-error',
      'RFC 8628 §3.5',
      'MUST',
      ['After any other error the client stops, and says so.', 'It would ask for ever, and its person would wait.'],
      told(refused),
    ),
  ]),
  {
    name: 'refused-at-once',
    answer: script([pending], error('invalid_client', 401)),
    limit: 10,
    checks: [
      check(
        'D38-no-code',
        'RFC 6749 §5.2',
        'MUST',
        ['A client that gets no code stops, and says so.', 'Its person would look at an empty screen.'],
        (played) => {
          const [, again] = asksIn(played.requests);
          const [polled] = pollsIn(played.requests);
          if (again !== undefined) return failedAt(again, 'one more request', 'none after the refusal');
          return polled === undefined ? saysSo(played) : failedAt(polled, 'a poll without a code', 'none');
        },
      ),
    ],
  },
  {
    name: 'nobody-comes',
    answer: script([pending], { expires_in: 4 }),
    limit: 14,
    checks: [
      check(
        'D41-after-expiry',
        'RFC 8628 §3.5',
        'MUST',
        ['When expires_in is over the client asks no more.', 'A device that nobody looks at would ask for ever.'],
        (played) => {
          const [ask] = asksIn(played.requests);
          if (ask === undefined) return skip('the client asked for nothing');
          const late = pollsIn(played.requests).find(({ cameAt }) => cameAt > ask.cameAt + 5500);
          return late === undefined ? saysSo(played) : failedAt(late, 'a poll after the end', 'none after 4 s');
        },
      ),
    ],
  },
  {
    name: 'no-answer',
    answer: script([{ kind: 'hang' }, { kind: 'hang' }, tokens]),
    limit: 55,
    checks: [
      check(
        'D39-slower',
        'RFC 8628 §3.5',
        'MUST',
        [
          'After a request without an answer the client waits longer than before.',
          'A server that is down does not get up under the same load.',
        ],
        ({ requests }) => {
          const [first, second] = pollsIn(requests);
          if (first === undefined || second === undefined) return skip('the client did not ask again');
          const pause = sinceEnd(first, second);
          return pause > 1.4 ? pass : failedAt(second, `${pause.toFixed(1)} s later`, 'more than the interval of 1 s');
        },
      ),
      check(
        'D40-doubling',
        'RFC 8628 §3.5',
        'SHOULD',
        [
          'It waits longer each time, twice as long for example.',
          'A fleet that comes back all at once takes the server down again.',
        ],
        ({ requests }) => {
          const [first, second, third] = pollsIn(requests);
          if (first === undefined || second === undefined || third === undefined) {
            return skip('the client did not ask often enough');
          }
          const [one, two] = [sinceEnd(first, second), sinceEnd(second, third)];
          return two >= one * 1.4 ? pass : failedAt(third, `${one.toFixed(1)} s, then ${two.toFixed(1)} s`, 'longer');
        },
      ),
    ],
  },
];

/** How long after the end of a request another one came, in seconds. */
const sinceEnd = ({ cameAt, endedAt = cameAt }: Heard, next: Heard): number => (next.cameAt - endedAt) / 1000;
