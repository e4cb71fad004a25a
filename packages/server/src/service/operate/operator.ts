import type { OperatorGround } from '../../domain/account.ts';
import type { Address } from '../../domain/address.ts';
import { byCommand } from '../ports/events.ts';

/** Who operates: an admin on the pages, or somebody who runs a command on the store. */
export interface Operator {
  /** Account id of the admin; null by command. */
  readonly admin: string | null;
  /** The address of the request; null by command. */
  readonly address: Address;
}

/** On whose word it is. */
export const groundOf = ({ admin }: Operator): OperatorGround =>
  admin === null ? { by: 'operator' } : { by: 'admin', admin };

/** Who did it, for the audit log, and from where. */
export const doneBy = ({ admin, address }: Operator): { readonly by: string; readonly address: Address } => ({
  by: admin ?? byCommand,
  address,
});
