import { countNetworks } from '../../../domain/block.ts';
import type { Transaction } from '../sql.ts';
import { everybody, type BlockRow, type ReportRow } from '../schema.ts';
import { statement } from '../statement.ts';

const put = statement<BlockRow>()((db, the) =>
  db
    .insertInto('blocks')
    .values({
      mark: the('mark'),
      account: the('account'),
      id: the('id'),
      over_at: the('over_at'),
      body: the('body'),
    })
    .onConflict((there) =>
      there.columns(['account', 'mark']).doUpdateSet({ id: the('id'), over_at: the('over_at'), body: the('body') }),
    ),
);

export async function putBlock(on: Transaction, row: BlockRow): Promise<void> {
  await on.run(put, row);
  if (row.account === everybody) await on.changed('blocks');
}

const remove = statement<{ id: string; account: string }>()((db, the) =>
  db.deleteFrom('blocks').where('account', '=', the('account')).where('id', '=', the('id')),
);

export async function removeBlock(
  on: Transaction,
  which: { readonly id: string; readonly account: string },
): Promise<boolean> {
  const isGone = (await on.run(remove, which)) === 1;
  if (isGone && which.account === everybody) await on.changed('blocks');
  return isGone;
}

const add = statement<ReportRow>()((db, the) =>
  db
    .insertInto('reports')
    .values({ mark: the('mark'), account: the('account'), network: the('network'), over_at: the('over_at') })
    .onConflict((there) =>
      there.columns(['mark', 'account']).doUpdateSet({ network: the('network'), over_at: the('over_at') }),
    ),
);

const ofMark = statement<{ mark: string }>()((db, the) =>
  db.selectFrom('reports').select(['network', 'over_at']).where('mark', '=', the('mark')),
);

/** A report, and the instant that it counts from. */
export interface NewReport {
  readonly row: ReportRow;
  readonly at: number;
}

export async function addReport(on: Transaction, { row, at }: NewReport): Promise<number> {
  await on.run(add, row);
  const reports = (await on.all(ofMark, row)).map(({ network, over_at: until }) => ({ network, until }));
  return countNetworks(reports, at);
}

const forget = statement<{ mark: string }>()((db, the) => db.deleteFrom('reports').where('mark', '=', the('mark')));

const withdraw = statement<{ mark: string; account: string }>()((db, the) =>
  db.deleteFrom('reports').where('mark', '=', the('mark')).where('account', '=', the('account')),
);

/** Whose reports of which mark; everybody's with null. */
export interface ForgottenReports {
  readonly mark: string;
  readonly account: string | null;
}

export async function forgetReports(on: Transaction, { mark, account }: ForgottenReports): Promise<void> {
  if (account === null) await on.run(forget, { mark });
  else await on.run(withdraw, { mark, account });
}

const forgetBlocksOf = statement<{ account: string }>()((db, the) =>
  db.deleteFrom('blocks').where('account', '=', the('account')),
);

const forgetReportsOf = statement<{ account: string }>()((db, the) =>
  db.deleteFrom('reports').where('account', '=', the('account')),
);

/** Forgets what a person blocked and reported. */
export async function forgetPersonInBlocks(on: Transaction, account: string): Promise<void> {
  await on.run(forgetBlocksOf, { account });
  await on.run(forgetReportsOf, { account });
}

const sweepBlockRows = statement<{ before: number; limit: number }>()((db, the) =>
  db
    .deleteFrom('blocks')
    .where((row) =>
      row(
        row.refTuple('account', 'mark'),
        'in',
        db
          .selectFrom('blocks')
          .select(['account', 'mark'])
          .where('over_at', '<=', the('before'))
          .limit(the('limit'))
          .$asTuple('account', 'mark'),
      ),
    ),
);

const sweepReportRows = statement<{ before: number; limit: number }>()((db, the) =>
  db
    .deleteFrom('reports')
    .where((row) =>
      row(
        row.refTuple('mark', 'account'),
        'in',
        db
          .selectFrom('reports')
          .select(['mark', 'account'])
          .where('over_at', '<=', the('before'))
          .limit(the('limit'))
          .$asTuple('mark', 'account'),
      ),
    ),
);

export async function sweepBlocks(
  on: Transaction,
  slice: { readonly before: number; readonly limit: number },
): Promise<number> {
  return (await on.run(sweepBlockRows, slice)) + (await on.run(sweepReportRows, slice));
}
