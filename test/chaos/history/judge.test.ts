// Histories that are right although they look odd, and histories made wrong by hand.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { done, life, pending, refused, script, token } from './calls.testing.ts';
import { describe as describeFault, kindOf, type FaultKind } from './explain.ts';
import type { Call } from './history.ts';
import { judge } from './judge.ts';

const bounds = { pendingWithin: 1000, clockSkew: 0 };
const plex = script('plex 1');
const oauth = script('oauth 1', 'oauth');
const keyed = script('oauth 2', 'oauth', 'key-1');
const request = [plex.request(0, 10), oauth.request(0, 10), keyed.request(0, 10)] as const;

const faultsOf = (calls: readonly Call[]): readonly string[] => judge(calls, bounds).map(describeFault);

const legal: Readonly<Record<string, readonly Call[]>> = {
  'a sign-in from the request to a repeated read': [
    request[0],
    plex.poll([100, 110], pending),
    plex.approve('ada', [200, 220], done),
    plex.poll([300, 310], token('T1', 'ada')),
    plex.poll([5000, 5010], token('T1', 'ada')),
    plex.poll([10_400, 10_410], refused('taken')),
  ],
  'a poll that finds the approval before the person hears of it': [
    request[0],
    plex.approve('ada', [200, 900], done),
    plex.poll([300, 310], token()),
  ],
  'a poll that is pending still, less than the bound after the approval': [
    request[0],
    plex.approve('ada', [200, 220], done),
    plex.poll([1219, 1225], pending),
    plex.poll([2000, 2005], token()),
  ],
  'an approval without an answer that was done': [
    request[0],
    plex.approve('ada', [200]),
    plex.poll([300, 310], pending),
    plex.poll([60_000, 60_010], token('T1', 'ada')),
  ],
  'an approval without an answer that was never done': [
    request[0],
    plex.approve('ada', [200]),
    plex.poll([300_000, 300_010], pending),
    plex.deny('eve', [400_000, 400_010], done),
    plex.poll([500_000, 500_010], refused('denied')),
  ],
  'a read without an answer, then the token to the same device within ten seconds': [
    request[0],
    plex.approve('ada', [200, 220], done),
    plex.poll([300]),
    plex.poll([10_000, 10_005], token()),
  ],
  'an OAuth device that lost its answer': [
    request[1],
    oauth.approve('ada', [200, 220], done),
    oauth.poll([300]),
    oauth.poll([400, 410], token('A1', 'ada')),
    oauth.poll([500, 510], token('A1', 'ada')),
    oauth.poll([600, 610], refused('invalid_grant'), { from: '198.51.100.9' }),
  ],
  'an OAuth device with a key that lost its answer and proves the key': [
    request[2],
    keyed.approve('ada', [200, 220], done),
    keyed.poll([300]),
    keyed.poll([400, 410], token('A1', 'ada')),
    keyed.poll([500, 510], token('A1', 'ada')),
    keyed.poll([600, 610], refused('invalid_dpop_proof'), { keyThumbprint: 'key-2' }),
  ],
  'two decisions at once, of which one is too late': [
    request[1],
    oauth.approve('ada', [200, 400], refused('denied')),
    oauth.deny('eve', [250, 350], done),
    oauth.poll([360, 370], refused('access_denied')),
  ],
  'the end of a pin, from one millisecond to the next': [
    request[0],
    plex.poll([life + 5, life + 5], pending),
    plex.poll([life + 6, life + 6], refused('expired')),
    plex.approve('ada', [life + 20, life + 30], refused('gone')),
  ],
  'a cancellation of an OAuth device, which succeeds whatever the code is': [
    request[1],
    oauth.approve('ada', [200, 220], done),
    oauth.cancel([300, 310], done),
    oauth.poll([400, 410], token()),
  ],
  'an approval on a page that is sent again, as its answer was lost': [
    request[0],
    plex.approve('ada', [200], undefined, 'page'),
    plex.approve('ada', [300, 310], done, 'page'),
    plex.approve('ada', [400, 410], refused('taken')),
    plex.poll([500, 510], token('T1', 'ada')),
  ],
  'an approval that was written long after its page gave up': [
    request[0],
    plex.approve('ada', [200]),
    plex.poll([life - 5000, life - 4000], pending),
    plex.poll([life - 1000, life - 990], token('T1', 'ada')),
  ],
};

const illegal: Readonly<Record<string, readonly [FaultKind, readonly Call[]]>> = {
  'an acknowledged approval that a poll does not find, longer than the bound after it': [
    'lost-approval',
    [request[0], plex.approve('ada', [200, 220], done), plex.poll([1221, 1225], pending)],
  ],
  'an acknowledged approval, after which somebody denies': [
    'lost-approval',
    [request[0], plex.approve('ada', [200, 220], done), plex.deny('eve', [300, 310], done)],
  ],
  'an acknowledged approval that turned into a denial': [
    'lost-approval',
    [request[1], oauth.approve('ada', [200, 220], done), oauth.poll([300, 310], refused('access_denied'))],
  ],
  'two acknowledged approvals': [
    'decided-twice',
    [request[0], plex.approve('ada', [200, 300], done), plex.approve('eve', [250, 350], done)],
  ],
  'two tokens': [
    'second-token',
    [
      request[0],
      plex.approve('ada', [200, 220], done),
      plex.poll([300, 310], token('T1')),
      plex.poll([400, 410], token('T2')),
    ],
  ],
  'the token again after ten seconds': [
    'second-token',
    [
      request[0],
      plex.approve('ada', [200, 220], done),
      plex.poll([300, 310], token()),
      plex.poll([10_311, 10_320], token()),
    ],
  ],
  'the tokens of an OAuth device again after a minute and a half': [
    'second-token',
    [
      request[1],
      oauth.approve('ada', [200, 220], done),
      oauth.poll([300, 310], token()),
      oauth.poll([90_511, 90_520], token()),
    ],
  ],
  'the token again in another network': [
    'second-token',
    [
      request[0],
      plex.approve('ada', [200, 220], done),
      plex.poll([300, 310], token()),
      plex.poll([400, 410], token(), { from: '198.51.100.9' }),
    ],
  ],
  'an OAuth answer twice, in two networks, although no key holds it': [
    'second-token',
    [
      request[1],
      oauth.approve('ada', [200, 220], done),
      oauth.poll([300, 310], token('A1')),
      oauth.poll([400, 410], token('A1'), { from: '198.51.100.9' }),
    ],
  ],
  'a second OAuth token set in the network of the first': [
    'second-token',
    [
      request[1],
      oauth.approve('ada', [200, 220], done),
      oauth.poll([300, 310], token('A1')),
      oauth.poll([400, 410], token('A2')),
    ],
  ],
  'a second OAuth token set for the holder of the key': [
    'second-token',
    [
      request[2],
      keyed.approve('ada', [200, 220], done),
      keyed.poll([300, 310], token('A1')),
      keyed.poll([400, 410], token('A2')),
    ],
  ],
  'an approval on a page, acknowledged after somebody else approved': [
    'lost-approval',
    [request[0], plex.approve('ada', [200, 220], done), plex.approve('eve', [300, 310], done, 'page')],
  ],
  'an approval acknowledged after a denial': [
    'decided-twice',
    [request[0], plex.deny('eve', [200, 220], done), plex.approve('ada', [300, 310], done)],
  ],
  'a denial acknowledged after a cancellation': [
    'decided-twice',
    [request[0], plex.cancel([200, 220], done), plex.deny('eve', [300, 310], done)],
  ],
  'a cancellation acknowledged after the token was read': [
    'decided-twice',
    [request[0], plex.approve('ada', [200]), plex.poll([300, 310], token()), plex.cancel([400, 410], done)],
  ],
  'a token before anybody approved': [
    'token-without-approval',
    [request[0], plex.poll([100, 110], token()), plex.approve('ada', [200, 220], done)],
  ],
  'a token in spite of a denial': [
    'token-without-approval',
    [request[1], oauth.deny('eve', [200, 220], done), oauth.poll([300, 310], token())],
  ],
  'the token of another person': [
    'token-of-another',
    [request[0], plex.approve('ada', [200, 220], done), plex.poll([300, 310], token('T1', 'eve'))],
  ],
  'the token of somebody whose approval was too late': [
    'token-of-another',
    [
      request[0],
      plex.approve('ada', [200, 300], done),
      plex.approve('eve', [210, 310], refused('taken')),
      plex.poll([400, 410], token('T1', 'eve')),
    ],
  ],
  'a pin that is expired too early': [
    'expired-early',
    [request[0], plex.poll([life - 20, life - 10], refused('expired'))],
  ],
  'an OAuth code that is expired too early': [
    'expired-early',
    [request[1], oauth.approve('ada', [200, 220], done), oauth.poll([300, 310], refused('expired_token'))],
  ],
  'an approval after the expiry': ['after-expiry', [request[0], plex.approve('ada', [life + 11, life + 20], done)]],
  'a token after the expiry': [
    'after-expiry',
    [request[0], plex.approve('ada', [200, 220], done), plex.poll([life + 11, life + 20], token())],
  ],
  'a pin that is pending after its expiry': ['after-expiry', [request[0], plex.poll([life + 11, life + 20], pending)]],
  'a read that goes back in time': [
    'stale-pending',
    [request[0], plex.deny('eve', [200]), plex.poll([300, 310], refused('denied')), plex.poll([2000, 2010], pending)],
  ],
  'a pin that is pending again after its token was read': [
    'stale-pending',
    [
      request[0],
      plex.approve('ada', [200, 220], done),
      plex.poll([300, 310], token()),
      plex.poll([2000, 2010], pending),
    ],
  ],
  'a pin that nobody knows any more': ['lost-pin', [request[0], plex.poll([100, 110], refused('gone'))]],
  'a device code that nobody knows any more': [
    'lost-pin',
    [request[1], oauth.approve('ada', [200, 220], done), oauth.poll([300, 310], refused('invalid_grant'))],
  ],
  'a right code that leads a person nowhere': [
    'code-not-taken',
    [request[0], plex.approve('ada', [100, 110], refused('gone'))],
  ],
  'a denial that nobody gave': ['wrong-refusal', [request[0], plex.poll([100, 110], refused('denied'))]],
  'a refusal without any reason': ['wrong-refusal', [request[0], plex.approve('ada', [100, 110], refused(null))]],
};

describe('a history that is right', () => {
  for (const [title, calls] of Object.entries(legal)) it(title, () => assert.deepEqual(faultsOf(calls), []));
});

describe('a history that is wrong', () => {
  for (const [title, [kind, calls]] of Object.entries(illegal)) {
    it(`${title}: ${kind}`, () => {
      const [fault, ...others] = judge(calls, bounds);
      assert.deepEqual(others, []);
      assert.ok(fault, 'it is found');
      assert.equal(kindOf(fault), kind, describeFault(fault));
    });
  }

  it('gives the token of one pin to the device of another', () => {
    const other = script('plex 2');
    const calls = [
      request[0],
      plex.approve('ada', [200, 220], done),
      plex.poll([300, 310], token('T1')),
      other.request(0, 10),
      other.approve('ada', [200, 220], done),
      other.poll([300, 310], token('T1')),
    ];
    assert.deepEqual(judge(calls, bounds).map(kindOf), ['second-token']);
  });
});

describe('the description of a fault', () => {
  it('is the shortest beginning that is wrong, without the calls that explain nothing', () => {
    const calls = [
      request[0],
      ...Array.from({ length: 20 }, (_, turn) => plex.poll([20 + turn, 20 + turn + 0.5], pending)),
      plex.approve('ada', [200, 220], done),
      plex.approve('eve', [230, 240], refused('taken')),
      plex.poll([500, 504], pending),
      plex.poll([1500, 1504], pending),
      plex.poll([1600, 1604], token('T1', 'ada')),
    ];
    assert.deepEqual(faultsOf(calls), [
      [
        'plex 1: an approval that was acknowledged is lost',
        '     +0.000 to +0.010    tv: request (plex, 900 s)                done',
        '     +0.200 to +0.220    ada: approve as ada                      done',
        '     +1.500 to +1.504    tv: poll                                 pending   <- cannot be explained',
        '  The last answer would have had to be a token of ada (the pin is approved).',
        '  22 more calls of this pin explain nothing and are left out.',
      ].join('\n'),
    ]);
  });
});

describe('the clocks', () => {
  const early = [request[0], plex.poll([life - 20, life - 10], refused('expired'))];

  it('may be apart as far as the bounds say', () => {
    assert.equal(judge(early, { ...bounds, clockSkew: 5 }).length, 0);
    assert.equal(judge(early, { ...bounds, clockSkew: 4 }).length, 1);
  });
});

describe('a `pending` while a replica cannot reach the database', () => {
  const approvedAt = 1000;
  const outage = { from: approvedAt + 500, to: approvedAt + 80_000 };
  const inOutage = { ...bounds, pendingWithinOutage: 60_000, outages: [outage] };
  const polledAt = (at: number) => [
    request[0],
    plex.approve('ada', [approvedAt - 10, approvedAt], done),
    plex.poll([at, at + 5], pending),
  ];

  it('may be a minute old', () => {
    assert.equal(judge(polledAt(approvedAt + 59_000), inOutage).length, 0);
    assert.equal(judge(polledAt(approvedAt + 61_000), inOutage).length, 1);
  });

  it('may not before and after', () => {
    assert.equal(judge(polledAt(approvedAt + 59_000), bounds).length, 1);
    const over = { ...inOutage, outages: [{ ...outage, to: approvedAt + 58_999 }] };
    assert.equal(judge(polledAt(approvedAt + 59_000), over).length, 1);
    const later = { ...inOutage, outages: [{ from: approvedAt + 59_006, to: Infinity }] };
    assert.equal(judge(polledAt(approvedAt + 59_000), later).length, 1);
  });
});
