import type { PinPorts } from './pin-ports.ts';

/**
 * Ends every device that came in with the account's password, and whatever it approved: a password that was changed
 * may have been somebody else's too.
 *
 * @param account account id
 */
export async function endPasswordSignIns(
  { grants, clock }: Pick<PinPorts, 'grants' | 'clock'>,
  account: string,
): Promise<void> {
  for (const grant of await grants.listFor(account)) {
    if (grant.pinKey === null) await grants.revoke(grant.id, account, clock.now());
  }
}
