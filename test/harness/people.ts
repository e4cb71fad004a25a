// People with accounts.
import { createPasswords } from '../../packages/server/src/accounts/passwords.ts';
import type { Account } from '../../packages/server/src/service/ports/accounts.ts';
import { start } from './clock.ts';
import { repeatableRandom } from './random.ts';
import { testDependencies, type TestDependencies } from './dependencies.ts';

/** Everybody's password. */
export const password = 'correct horse battery';

/** Its PHC form, made once because making it is slow on purpose. */
let hash: Promise<string> | undefined;

async function passwordHash(): Promise<string> {
  hash ??= createPasswords()
    .hash(password)
    .then((result) => {
      if (!result.ok) throw new Error(result.refusal.kind);
      return result.value;
    });
  return hash;
}

/** The account of this name, with {@link password}; made when there is none, a day before tests begin. */
export async function accountOf({ store, clock }: TestDependencies, name: string): Promise<Account> {
  const known = await store.accounts.bySignInName(name);
  if (known !== undefined) return known;
  const result = await store.accounts.add(
    {
      id: repeatableRandom(name).id(),
      username: name,
      email: `${name}@example.com`,
      emailConfirmed: true,
      passwordHash: await passwordHash(),
      isAdmin: false,
      createdAt: start - 86_400_000,
    },
    { by: 'operator' },
    clock.now(),
  );
  if (!('added' in result)) throw new Error(result.refused);
  return result.added;
}

/** What the module of accounts needs, over the memory store. */
export function accountPorts() {
  const { store, ports, clock } = testDependencies();
  return { ...ports, ...store, pass: (milliseconds: number) => clock.pass(milliseconds) };
}
