import { eventKinds, type EventKind } from '../../../domain/event-kinds.ts';
import { auditView, type AuditFilter, type AuditRow, type AuditSince } from '../../../pages/views/operate/audit.ts';
import { auditLines, type AuditLine } from '../../../service/operate/audit-line.ts';
import { makeStreamKey } from '../../../service/operate/stream-keys.ts';
import type { AuditQuery } from '../../../service/ports/audit-log.ts';
import { byCommand, type AuditEntry } from '../../../service/ports/events.ts';
import { page, type SignedInPageRequest } from '../page-request.ts';
import { operatorOf } from './guard.ts';
import { shownNetwork } from './pins.ts';

/** How many entries are shown at once, and how many are read at once for a file. */
const [shown, batch] = [50, 1000];

const day = 24 * 60 * 60 * 1000;

const spans: Readonly<Record<AuditSince, number>> = {
  day,
  week: 7 * day,
  month: 30 * day,
  ever: Number.POSITIVE_INFINITY,
};

const isKind = (text: string): text is EventKind => eventKinds.some((kind) => kind === text);

function filterIn({ c }: SignedInPageRequest): AuditFilter {
  const [kind = '', since = ''] = [c.req.query('kind'), c.req.query('since')];
  const person = (c.req.query('person') ?? '').trim().slice(0, 200);
  // Whoever comes from the page of a person wants to see all of them.
  const usual = person === '' ? 'day' : 'ever';
  return {
    kind: isKind(kind) ? kind : null,
    person,
    since: Object.hasOwn(spans, since) ? (since as AuditSince) : usual,
  };
}

/** What a filter asks the audit log for; undefined if there is nobody by the name. */
async function queryOf(
  { dependencies, frame }: SignedInPageRequest,
  { kind, person, since }: AuditFilter,
): Promise<Omit<AuditQuery, 'limit'> | undefined> {
  const { accounts } = dependencies.context.store;
  const from = Math.max(0, frame.now - spans[since]);
  const query = { since: from, kinds: kind === null ? [] : [kind] };
  if (person === '') return query;
  const account = /^\d{1,15}$/.test(person)
    ? (await accounts.list()).find(({ number }) => number === Number(person))
    : await accounts.bySignInName(person);
  return account === undefined ? undefined : { ...query, account: account.id };
}

const pathTo = (path: string, { kind, person, since }: AuditFilter, until?: number): string => {
  const query = new URLSearchParams({ kind: kind ?? '', person, since });
  if (until !== undefined) query.set('until', String(until));
  return `/operate/audit${path}?${query.toString()}`;
};

function rowOf(entry: AuditEntry, { account, by }: AuditLine): AuditRow {
  const { kind, fact, at, device, client, address, country, count } = entry;
  const doer = entry.by === null ? null : by === byCommand ? 'command' : by === null ? 'gone' : { name: by.username };
  return {
    kind,
    fact,
    at,
    username: account?.username ?? null,
    by: doer,
    about: device ?? client,
    network: shownNetwork(address),
    country,
    count,
  };
}

async function showAuditWith(pageRequest: SignedInPageRequest, streamCommand: string | null): Promise<Response> {
  const { c, dependencies, frame } = pageRequest;
  const { store } = dependencies.context;
  const filter = filterIn(pageRequest);
  const query = await queryOf(pageRequest, filter);
  const until = Number(c.req.query('until') ?? Number.NaN);
  const time = Number.isSafeInteger(until) ? { until } : {};
  const found = query === undefined ? [] : await store.auditLog.list({ ...query, ...time, limit: shown + 1 });
  const entries = found.toReversed().slice(0, shown);
  const lines = await auditLines(store.accounts, entries);
  const last = found.length > shown ? entries.at(-1) : undefined;
  const rows = entries.flatMap((entry, index) => {
    const line = lines[index];
    return line === undefined ? [] : [rowOf(entry, line)];
  });
  const view = auditView(frame, {
    filter,
    rows,
    isUnknownPerson: query === undefined,
    older: last === undefined ? null : pathTo('', filter, last.at),
    exportPath: pathTo('/export', filter),
    streamCommand,
  });
  return page(pageRequest, view);
}

/** GET /operate/audit */
export const showAudit = (pageRequest: SignedInPageRequest): Promise<Response> => showAuditWith(pageRequest, null);

/** POST /operate/audit/key: the answer shows the key of a stream, this once. */
export async function makeAuditKey(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who } = pageRequest;
  const { ports, store } = dependencies.context;
  const key = await makeStreamKey({ ...ports, accounts: store.accounts }, who.account, operatorOf(pageRequest));
  const command = `curl -N -H 'Authorization: Bearer ${key}' ${c.env.baseUrl}/api/audit`;
  return showAuditWith(pageRequest, command);
}

/** GET /operate/audit/export: what the filter finds, the newest first, one JSON object a line. */
export async function exportAudit(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies } = pageRequest;
  const { store } = dependencies.context;
  const query = await queryOf(pageRequest, filterIn(pageRequest));
  async function* lines(): AsyncGenerator<Uint8Array> {
    let until: number | undefined;
    let before: ReadonlySet<string> = new Set();
    while (query !== undefined) {
      const time = until === undefined ? {} : { until };
      const found = await store.auditLog.list({ ...query, ...time, limit: batch });
      const fresh = found.toReversed().filter(({ id }) => !before.has(id));
      const told = await auditLines(store.accounts, fresh);
      yield Buffer.from(told.map((line) => `${JSON.stringify(line)}\n`).join(''));
      if (found.length < batch || fresh.length === 0) return;
      until = found[0]?.at;
      before = new Set(found.map(({ id }) => id));
    }
  }
  return c.body(ReadableStream.from(lines()) as ReadableStream, 200, {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'content-disposition': 'attachment; filename="linkpin-audit.ndjson"',
  });
}
