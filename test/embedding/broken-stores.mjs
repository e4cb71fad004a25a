// Runs where the packed server is installed and nothing else: plays the contract on stores that are broken on purpose, and
// prints which of its tests fail for each, as JSON.
import { setImmediate } from 'node:timers/promises';
import { createMemoryStore } from '@linkpin/server';
import { storeContract } from '@linkpin/server/contract';

/** The port, with some of its methods in the place of its own. */
const changed = (port, methods) =>
  new Proxy(port, { get: (target, name) => methods[name] ?? target[name].bind?.(target) ?? target[name] });

const inPort = (name, methods) => (store) => ({ ...store, [name]: changed(store[name], methods(store[name])) });

const breakages = {
  'replaces a pin whatever its version is': inPort('pins', (pins) => ({
    async replace(next, expected, beside) {
      const stored = await pins.byId(next.id);
      return pins.replace(next, stored?.version ?? expected, beside);
    },
  })),
  'looks at the version of a pin, and replaces it later': inPort('pins', (pins) => ({
    async replace(next, expected, beside) {
      const stored = await pins.byId(next.id);
      if (stored?.version !== expected) return false;
      await setImmediate();
      const { version } = await pins.byId(next.id);
      return pins.replace(next, version, beside);
    },
  })),
  'lets two pins have one code': inPort('pins', (pins) => ({
    async insert(pin, now, rules) {
      const answer = await pins.insert(pin, now, rules);
      return answer === 'code-taken' ? 'ok' : answer;
    },
  })),
  'loses what the audit log says of a change': inPort('pins', (pins) => ({
    replace: (next, expected) => pins.replace(next, expected),
  })),
  'tells the audit log of a change that was not made': (store) =>
    inPort('pins', (pins) => ({
      async replace(next, expected, beside) {
        await store.auditLog.add(beside?.entries ?? []);
        return pins.replace(next, expected);
      },
    }))(store),
  'rotates a refresh token over another rotation': inPort('oauthTokens', (tokens) => ({
    async replaceFamily(next, expected) {
      return (await tokens.replaceFamily(next, expected)) || tokens.replaceFamily(next, expected + 1);
    },
  })),
  'forgets a refresh token that was rotated away': inPort('oauthTokens', (tokens) => ({
    async familyOf(hash) {
      const family = await tokens.familyOf(hash);
      return [family?.currentHash, family?.previousHash].includes(hash) ? family : undefined;
    },
  })),
  'counts, and spends later': inPort('budgets', (budgets) => ({
    async spend(wants, now) {
      for (const want of wants) {
        if ((await budgets.spent(want, now)) >= want.limit) return budgets.spend([want], now);
      }
      await setImmediate();
      return budgets.spend(
        wants.map((want) => ({ ...want, limit: Infinity })),
        now,
      );
    },
  })),
  'holds a guess for good': inPort('budgets', (budgets) => ({
    hold: (limits, now) => budgets.spend(limits, now),
    release: async () => {},
    confirm: async () => {},
  })),
  'does not count what is held': inPort('budgets', (budgets) => ({
    hold: async (limits, now) => {
      const exhausted = await budgets.hold(limits, now);
      if (exhausted === undefined) await budgets.release(limits, now);
      return exhausted;
    },
  })),
  'ends a text at U+0000': inPort('budgets', (budgets) => {
    const cut = (limit) => ({ ...limit, key: limit.key.split('\u0000')[0] });
    return {
      spend: (limits, now) => budgets.spend(limits.map(cut), now),
      spent: (limit, now) => budgets.spent(cut(limit), now),
    };
  }),
  'lets two processes use what is good once': (store) => ({
    ...store,
    usedOnce: { since: 0, use: async () => true, sweep: async () => 0 },
  }),
  'does not ask again whether an invite is still good': inPort('accounts', (accounts) => ({
    async add(account, ground, now) {
      if (ground.by !== 'invite') return accounts.add(account, ground, now);
      if ((await accounts.invite(ground.inviteHash, now)) === undefined) return { refused: 'invite-gone' };
      await setImmediate();
      return accounts.add(account, { by: 'operator' }, now);
    },
  })),
  'signs in by a password that was changed meanwhile': (store) =>
    inPort('sessions', (sessions) => ({
      async add(session) {
        const account = await store.accounts.byId(session.account);
        return account === undefined ? false : sessions.add(session, account.passwordHash);
      },
    }))(store),
  'lists sessions by nothing but when they were seen': inPort('sessions', (sessions) => ({
    async listFor(account, now) {
      const list = await sessions.listFor(account, now);
      return list.toReversed().toSorted((one, other) => other.lastSeenAt - one.lastSeenAt);
    },
  })),
  'lets two send the same webhook': inPort('outbox', (outbox) => ({
    async claim(holder, now, until) {
      const message = await outbox.claim(holder, now, until);
      if (message !== undefined) await outbox.release(holder);
      return message;
    },
  })),
  'lets two send the same mail': inPort('mailQueue', (mailQueue) => ({
    async claim(now, until) {
      const mail = await mailQueue.claim(now, until);
      if (mail !== undefined) await mailQueue.putOff(mail.id, now);
      return mail;
    },
  })),
};

/** The titles of the tests that fail on such a store. */
async function failuresOn(name, change) {
  const tests = [];
  storeContract(name, async () => change(createMemoryStore()), {
    describe: (_, declare) => declare(),
    test: (title, run) => tests.push({ title, run }),
  });
  const failures = [];
  for (const { title, run } of tests) await run().catch(() => failures.push(title));
  return failures;
}

const failures = {};
for (const [name, change] of Object.entries(breakages)) failures[name] = await failuresOn(name, change);
process.stdout.write(JSON.stringify(failures));
