// P8. What is lost and for how long nothing is written when parts of a cluster die: the failure suite's shortest useful run.
import { groups } from '../test/chaos/chaos.ts';
import { scoreOf } from '../test/chaos/score.ts';
import { failover } from '../test/chaos/trials/failover.ts';

export const id = 'P8';
export const title = 'What is lost, and for how long, when a replica, its network or the primary dies?';
export const long = true;

/** Everything that has to be 0. */
const zeros = {
  lostPins: 'pins lost',
  lostApprovals: 'approvals lost',
  doubleTokens: 'second tokens',
  failedSignIns: 'honest devices without a token',
  lockedAccounts: 'accounts locked',
  wronglyRevoked: 'devices wrongly revoked',
  illegalHistories: 'histories that nothing explains',
};

async function all(trials) {
  const played = [];
  for await (const trial of trials) played.push(trial);
  return played;
}

export async function run() {
  const disturbed = await all(groups.disturbances());
  const stopped = await all(groups['standing still']());
  const promoted = await failover('any');
  const score = scoreOf([...disturbed, ...stopped, promoted]);
  const slowest = Math.max(...stopped.map(({ slowestSeconds }) => slowestSeconds));
  return [
    { name: 'trials', value: score.trials, unit: '' },
    ...Object.entries(zeros).map(([member, name]) => ({ name, value: score[member], unit: '', aim: '0' })),
    {
      name: 'no write answered, while a replica is disturbed',
      value: scoreOf(disturbed).longestErrorSeconds,
      unit: 's',
    },
    { name: 'slowest sign-in beside a replica that stands still', value: slowest, unit: 's', aim: '≤ 1.5' },
    { name: 'no write answered, when the primary is killed', value: promoted.longestErrorSeconds, unit: 's' },
    {
      name: 'the same, less the promotion',
      value: promoted.longestErrorSeconds - promoted.promotionSeconds,
      unit: 's',
      aim: '≤ 3',
    },
  ];
}
