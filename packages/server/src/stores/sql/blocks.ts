import { liveBlocks } from '../../domain/block.ts';
import { hasExpired } from '../../domain/expiry.ts';
import type { Block, Blocks, Report } from '../../service/ports/blocks.ts';
import type { Sql } from './sql.ts';
import { everybody, type BlockRow } from './schema.ts';
import { statement } from './statement.ts';
import type { Writer } from './writer.ts';

const byMark = statement<{ mark: string; account: string }>()((db, the) =>
  db.selectFrom('blocks').selectAll().where('account', '=', the('account')).where('mark', '=', the('mark')),
);

const ofAccount = statement<{ account: string }>()((db, the) =>
  db.selectFrom('blocks').selectAll().where('account', '=', the('account')),
);

const rowAccount = (account: string | null): string => account ?? everybody;

/** Blocks in an SQL database. */
export class SqlBlocks implements Blocks {
  readonly #reader: Sql;
  readonly #writer: Writer;

  constructor(reader: Sql, writer: Writer) {
    this.#reader = reader;
    this.#writer = writer;
  }

  async put({ requesterKey, account, id, until, ...rest }: Block): Promise<void> {
    const row = {
      mark: requesterKey,
      account: rowAccount(account),
      id,
      over_at: until,
      body: JSON.stringify(rest satisfies Body),
    };
    await this.#writer.write('putBlock', row);
  }

  async find(mark: string, account: string | null, now: number): Promise<Block | undefined> {
    const row = await this.#reader.get(byMark, { mark, account: rowAccount(account) });
    return row === undefined || hasExpired(row.over_at, now) ? undefined : blockOf(row);
  }

  async listFor(account: string | null, now: number): Promise<readonly Block[]> {
    return liveBlocks((await this.#reader.all(ofAccount, { account: rowAccount(account) })).map(blockOf), now);
  }

  async remove(id: string, account: string | null): Promise<boolean> {
    return this.#writer.write('removeBlock', { id, account: rowAccount(account) });
  }

  async report({ requesterKey, account, network, at, until }: Report): Promise<number> {
    return this.#writer.write('addReport', { row: { mark: requesterKey, account, network, over_at: until }, at });
  }

  async forgetReports(mark: string, account: string | null): Promise<void> {
    await this.#writer.write('forgetReports', { mark, account });
  }

  async sweep(before: number, limit: number): Promise<number> {
    return this.#writer.write('sweepBlocks', { before, limit });
  }
}

type Body = Omit<Block, 'requesterKey' | 'account' | 'id' | 'until'>;

const blockOf = ({ mark, account, id, over_at, body }: BlockRow): Block => ({
  ...(JSON.parse(body) as Body),
  requesterKey: mark,
  account: account === everybody ? null : account,
  id,
  until: over_at,
});
