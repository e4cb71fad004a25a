// Scenarios for an app that signs in at plex.tv. C7, C8 and C11 have none: they are about browsers and keys, which no server sees.
import { fail, pass, skip, type Check, type Level, type Verdict } from '../check.ts';
import {
  expectEnd,
  expectPauses,
  failedAt,
  fieldOf,
  isPrinted,
  json,
  pauseBefore,
  type Answer,
  type Heard,
  type Played,
  type Request,
  type Scenario,
} from './scenario.ts';

const code = '7RQZ';
const pinId = 538114995;
const token = 'SfqV3kR8mXw2Lz9YtB4n';

const location = {
  code: 'US',
  european_union_member: false,
  continent_code: 'NA',
  country: 'United States',
  city: 'Austin',
  time_zone: 'America/Chicago',
  postal_code: '78732',
  in_privacy_restricted_country: false,
  in_privacy_restricted_region: false,
  subdivisions: 'Texas',
  coordinates: '30.3768, -97.8935',
};

const pin = {
  id: pinId,
  code,
  product: 'linkpin conformance',
  trusted: false,
  qr: `https://plex.tv/api/v2/pins/qr/${code}`,
  clientIdentifier: 'yours',
  location,
  expiresIn: 900,
  createdAt: '2026-06-24T16:13:31Z',
  expiresAt: '2026-06-24T16:28:31Z',
  authToken: null,
  newRegistration: null,
};

type Changes = Readonly<Record<string, unknown>>;

const waiting = (changes: Changes = {}): Answer => json(200, { ...pin, ...changes });
const claimed = waiting({ authToken: token, newRegistration: false, expiresIn: 10 });
const gone = json(404, { errors: [{ code: 1020, message: 'Code not found or expired', status: 404 }] });
const slower = json(
  429,
  { errors: [{ code: 1003, message: 'API rate limit exceeded', status: 429 }] },
  { 'retry-after': '4' },
);
const user = { id: 1, uuid: 'a1', username: 'ada', title: 'ada', email: 'ada@example.com', authToken: token };

const isPoll = ({ method, path }: Request): boolean => method === 'GET' && /^\/api\/v2\/pins\/\d+(\.json)?$/.test(path);
const isAsk = ({ method, path }: Request): boolean => method === 'POST' && /^\/api\/v2\/pins(\.json)?$/.test(path);

/** plex.tv: a pin, and the answers to polls in turn, the last one for ever. */
const script =
  (
    polls: readonly Answer[],
    created: { readonly status?: number; readonly changes?: Changes } = {},
  ): Scenario['answer'] =>
  (request, earlier) => {
    if (isAsk(request)) return json(created.status ?? 201, { ...pin, ...created.changes });
    if (isPoll(request)) return polls[Math.min(earlier.filter(isPoll).length, polls.length - 1)] ?? gone;
    return request.path === '/api/v2/user' ? json(200, user) : gone;
  };

/** A value from a header, or the query where apps put it as well. */
const valueOf = ({ headers, query }: Request, name: string): string =>
  headers[name] ??
  fieldOf(
    query.map(([given, value]) => [given.toLowerCase(), value] as const),
    name,
  ) ??
  '';

const check = (
  name: string,
  level: Level,
  [rule, why]: readonly [rule: string, why: string],
  judge: (played: Played) => Verdict,
): Check<Played> => ({
  name,
  section: `wire ${name.slice(0, name.indexOf('-'))}`,
  level,
  rule,
  why,
  run: async (played) => {
    if (played.problem !== null) return skip(played.problem);
    if (played.requests.some(isAsk)) return judge(played);
    const none = 'the app asked for no pin';
    return name === 'C1-headers' ? fail(null, none, 'a request for one') : skip(none);
  },
});

/** Passes if the app got as far as the token, and ended well. */
function signsIn({ requests, exitCode }: Played): Verdict {
  const polls = requests.filter(isPoll);
  const isThere = polls.some(({ answer }) => answer === claimed);
  if (!isThere)
    return failedAt(
      polls.at(-1) ?? requests.at(-1),
      `it gave up after ${polls.length} polls`,
      'more polls, until the token',
    );
  return exitCode === 0 ? pass : fail(null, `exit code ${exitCode ?? 'none, it had to be stopped'}`, '0');
}

function givesUp({ exitCode, output }: Played): Verdict {
  if (exitCode === null) return fail(null, 'it went on, and had to be stopped', 'an end by itself');
  if (exitCode === 0) return fail(null, 'exit code 0, as after a sign-in', 'another exit code');
  return output.trim() === '' ? fail(null, 'nothing was printed', 'what went wrong, in words') : pass;
}

const succeeds = (
  name: string,
  level: Level,
  words: readonly [string, string],
  scenario: Scenario['answer'],
): Scenario => ({
  name: name.slice(name.indexOf('-') + 1),
  answer: scenario,
  limit: 25,
  checks: [check(name, level, words, signsIn)],
});

const calls = ({ requests }: Played): readonly Heard[] =>
  requests.filter((request) => isAsk(request) || isPoll(request));

export const appScenarios: readonly Scenario[] = [
  {
    name: 'approved',
    answer: script([waiting(), waiting(), claimed]),
    limit: 20,
    checks: [
      check(
        'C1-headers',
        'MUST',
        [
          'Every call has Accept: application/json, X-Plex-Client-Identifier and X-Plex-Product.',
          'Without the first the answer is XML, without the second it is refused.',
        ],
        (played) => {
          const wrong = calls(played).find(
            (request) =>
              request.headers['accept']?.includes('application/json') !== true ||
              valueOf(request, 'x-plex-client-identifier') === '' ||
              valueOf(request, 'x-plex-product') === '',
          );
          return wrong === undefined ? pass : failedAt(wrong, 'one of them is missing', 'all three');
        },
      ),
      check(
        'C1-same-client',
        'MUST',
        [
          'The client identifier of a poll is the one that the pin was asked for with.',
          'plex.tv shows a pin to no other.',
        ],
        (played) => {
          const names = calls(played).map((request) => valueOf(request, 'x-plex-client-identifier'));
          if (names.length < 2) return skip('the app did not poll');
          return new Set(names).size === 1 ? pass : failedAt(calls(played)[1], 'another client identifier', 'the same');
        },
      ),
      check(
        'C6-pace',
        'SHOULD',
        ['The app polls about once a second, and not faster.', 'plex.tv answers 429 to who is in a hurry.'],
        ({ requests }) => expectPauses(requests.filter(isPoll), () => 1),
      ),
      check(
        'C9-code',
        'MUST',
        ['A weak code is shown to be typed.', 'The page takes nothing but its four characters.'],
        (played) => {
          const ask = played.requests.find(isAsk);
          if (ask === undefined) return skip('the app asked for no pin');
          if (
            /^(true|1)$/i.test(
              fieldOf(ask.query, 'strong') ?? fieldOf([...new URLSearchParams(ask.body)], 'strong') ?? '',
            )
          ) {
            return skip('it asked for a strong code, which goes into a link');
          }
          return isPrinted(played, code) ? pass : fail(null, 'an output without it', code);
        },
      ),
      check(
        'C2-end',
        'MUST',
        [
          'Once it has its token, the app polls no more.',
          'The pin is gone, and each further read is a miss that counts.',
        ],
        ({ requests }) => expectEnd(requests.filter(isPoll), (answer) => answer === claimed),
      ),
    ],
  },
  succeeds(
    'C2-created-200',
    'MUST',
    ['200 for a new pin is as good as 201.', 'plex.tv has answered both.'],
    script([waiting(), claimed], { status: 200 }),
  ),
  succeeds(
    'C2-trouble',
    'MUST',
    ['429, 503 and a broken connection are no reason to give up.', 'They pass, and the person has approved meanwhile.'],
    script([slower, json(503, ''), { kind: 'drop' }, claimed]),
  ),
  succeeds(
    'C3-pending',
    'MUST',
    ['A token that is null, empty or missing means: wait.', 'All three are what plex.tv and its stand-ins send.'],
    script([waiting(), waiting({ authToken: '' }), json(200, { ...pin, authToken: undefined }), claimed]),
  ),
  succeeds(
    'C4-location',
    'MUST',
    [
      'Whatever stands in location is no reason to fail.',
      'plex.tv sends nulls there, numbers for texts, and nothing at all.',
    ],
    script(
      [
        waiting({ location: { ...location, city: null, postal_code: 802, european_union_member: 'Unknown' } }),
        waiting({ location: null }),
        json(200, { ...pin, location: undefined }),
        claimed,
      ],
      { changes: { location: { code: null } } },
    ),
  ),
  succeeds(
    'C5-times',
    'MUST',
    [
      'Times in any of their forms are read, and a clock that is wrong does no harm: expiresIn counts.',
      'plex.tv has sent milliseconds, offsets and a form of its own, and televisions have no clock.',
    ],
    script(
      [
        waiting({ createdAt: '2026-06-24T16:13:31.123Z', expiresAt: '2026-06-24T18:28:31+02:00' }),
        waiting({ createdAt: '2026-06-24 16:13:31 UTC', expiresAt: '2026-06-24 16:28:31 UTC' }),
        claimed,
      ],
      { changes: { createdAt: '2019-01-01T00:00:00Z', expiresAt: '2019-01-01T00:15:00Z' } },
    ),
  ),
  {
    name: 'retry-after',
    answer: script([waiting(), slower, claimed]),
    limit: 25,
    checks: [
      check(
        'C6-retry-after',
        'SHOULD',
        ['After 429 the app waits as long as Retry-After says.', 'Whoever does not is refused again.'],
        ({ requests }) => {
          const polls = requests.filter(isPoll);
          const at = polls.findIndex(({ answer }) => answer === slower) + 1;
          if (at === 0 || polls[at] === undefined) return skip('the app did not ask again');
          const pause = pauseBefore(polls, at) / 1000;
          return pause >= 3.6 ? pass : failedAt(polls[at], `${pause.toFixed(1)} s later`, '4 s');
        },
      ),
    ],
  },
  {
    name: 'gone',
    answer: script([waiting(), gone]),
    limit: 15,
    checks: [
      check(
        'C2-gone',
        'MUST',
        ['After 404 the app stops, and says so.', 'The pin is over or taken, and no poll brings it back.'],
        (played) => {
          const end = expectEnd(played.requests.filter(isPoll), (answer) => answer === gone);
          return end.kind === 'pass' ? givesUp(played) : end;
        },
      ),
    ],
  },
  {
    name: 'nobody-comes',
    answer: script([waiting({ expiresIn: 3 })], { changes: { expiresIn: 4 } }),
    limit: 16,
    checks: [
      check(
        'C6-expiry',
        'MUST',
        ['When expiresIn is over the app stops, and says so.', 'It would ask for ever for what nobody can approve.'],
        (played) => {
          const [ask] = played.requests.filter(isAsk);
          if (ask === undefined) return skip('the app asked for no pin');
          const late = played.requests.find((request) => isPoll(request) && request.cameAt > ask.cameAt + 10_000);
          return late === undefined ? givesUp(played) : failedAt(late, 'a poll long after the end', 'none');
        },
      ),
    ],
  },
];
