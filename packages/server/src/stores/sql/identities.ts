import type { Identity } from '../../domain/identity.ts';
import type { AccountGround, NewAccount } from '../../service/ports/accounts.ts';
import type { Identities, PersonAdded } from '../../service/ports/identities.ts';
import { findIdentity, identitiesOf, rowOf } from './identity-rows.ts';
import type { Sql } from './sql.ts';
import type { Writer } from './writer.ts';

/** Identities in an SQL database. */
export class SqlIdentities implements Identities {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async join(identity: Identity, passwordHash: string): Promise<'joined' | 'taken' | 'no-account'> {
    return this.#writer.write('joinIdentity', { identity, passwordHash });
  }

  async addPerson(identity: Identity, account: NewAccount, ground: AccountGround, now: number): Promise<PersonAdded> {
    return this.#writer.write('addPerson', { identity, account, ground, now });
  }

  async find(issuer: string, subject: string): Promise<Identity | undefined> {
    return await findIdentity(this.#reader, issuer, subject);
  }

  async listFor(account: string): Promise<readonly Identity[]> {
    return await identitiesOf(this.#reader, account);
  }

  async replace(next: Identity, expectedVersion: number): Promise<boolean> {
    return this.#writer.write('replaceIdentity', { row: rowOf(next), expectedVersion });
  }

  async remove(issuer: string, subject: string, account: string): Promise<'parted' | 'last-way' | 'none'> {
    return this.#writer.write('removeIdentity', { issuer, subject, account });
  }
}
