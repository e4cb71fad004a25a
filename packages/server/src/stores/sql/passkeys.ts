import type { PasskeyKept } from '../../domain/passkey.ts';
import type { Passkey, PasskeyNeed, PasskeyRemoval, Passkeys, PasskeyUse } from '../../service/ports/passkeys.ts';
import { findPasskey, passkeysOf } from './passkey-rows.ts';
import type { Sql } from './sql.ts';
import type { Writer } from './writer.ts';

/** Passkeys in an SQL database. */
export class SqlPasskeys implements Passkeys {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async add(passkey: Passkey, passwordHash: string): Promise<'added' | 'other-password' | 'taken' | 'too-many'> {
    return this.#writer.write('addPasskey', { passkey, passwordHash });
  }

  async byId(id: string): Promise<Passkey | undefined> {
    return await findPasskey(this.#reader, id);
  }

  async listFor(account: string): Promise<readonly Passkey[]> {
    return await passkeysOf(this.#reader, account);
  }

  async use(use: PasskeyUse): Promise<'used' | 'copied' | 'gone'> {
    return this.#writer.write('notePasskeyUse', use);
  }

  async rename(id: string, account: string, name: string): Promise<boolean> {
    return this.#writer.write('renamePasskey', { id, account, name });
  }

  async remove(removal: PasskeyRemoval): Promise<'removed' | 'no-passkey' | PasskeyKept> {
    return this.#writer.write('removePasskey', removal);
  }

  async setNeed(need: PasskeyNeed): Promise<'changed' | 'other-password' | 'no-password' | 'no-passkey'> {
    return this.#writer.write('setPasskeyNeed', need);
  }
}
