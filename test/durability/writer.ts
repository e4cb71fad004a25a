// Run as a child: writes to a store without end and notes in a file what it is about to do and what was acknowledged,
// one JSON line each, with a dot on standard output for what was acknowledged. It expects to be killed.
import { openSync, writeSync } from 'node:fs';
import { approve, redeem, type Pin } from '../../packages/server/src/domain/pin.ts';
import type { PinResult } from '../../packages/server/src/domain/refusal.ts';
import { aGrant, anAccount, aPin, anApproval, secret, t0 } from '../../packages/server/src/stores/contract/samples.ts';
import { openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { createKeys } from '../../packages/server/src/tokens/keys.ts';
import { guesses, type Line } from './lines.ts';

const [file = '', notes = '', kid = '', key = ''] = process.argv.slice(2);
const store = await openSqliteStore({ file, keys: createKeys([{ kid, secret: key }]) });

const notebook = openSync(notes, 'a');
const say = (line: Line): void => {
  writeSync(
    notebook,
    `${JSON.stringify(line)}
`,
  );
  if ('acknowledged' in line) process.stdout.write('.');
};
const done = <Value>(result: PinResult<Value>): Value => {
  if (!result.ok) throw new Error(result.refusal.kind);
  return result.value;
};

async function link(): Promise<void> {
  const change = async (before: Pin, after: Pin): Promise<Pin> => {
    say({ trying: 'pin', value: after });
    if (!(await store.pins.replace(after, before.version))) throw new Error('nobody else writes this pin');
    say({ acknowledged: 'pin', value: after });
    return after;
  };
  const pin = aPin({ publicId: secret(), code: `Io${secret()}` });
  say({ trying: 'pin', value: pin });
  if ((await store.pins.insert(pin, t0)) !== 'ok') throw new Error('nobody else has this handle or code');
  say({ acknowledged: 'pin', value: pin });
  say({ trying: 'guess' });
  await store.budgets.spend([guesses], t0);
  say({ acknowledged: 'guess' });
  const approved = await change(pin, done(approve(pin, anApproval(t0))));
  const grant = aGrant({ pinId: pin.id });
  say({ trying: 'grant', value: grant });
  await store.grants.add(grant);
  say({ acknowledged: 'grant', value: grant });
  await change(approved, done(redeem(approved, '198.51.100.1', t0 + 1)));
  if (Math.random() < 0.3) {
    await store.grants.revoke(grant.id, grant.account, t0 + 2);
    say({ acknowledged: 'revoked', value: grant });
  }
}

async function register(): Promise<void> {
  const invite = { hash: secret(), createdAt: t0, expiresAt: t0 + 1000 };
  await store.accounts.addInvite(invite);
  say({ acknowledged: 'invite', value: invite });
  const account = anAccount({ username: secret(), email: `${secret()}@example.org` });
  say({ trying: 'account', value: { account, invite: invite.hash } });
  await store.accounts.add(account, { by: 'invite', inviteHash: invite.hash }, t0);
  say({ acknowledged: 'account', value: { account, invite: invite.hash } });
}

for (let actor = 0; actor < 16; actor += 1) {
  void (async () => {
    for (;;) await (actor % 4 === 0 ? register() : link());
  })();
}
