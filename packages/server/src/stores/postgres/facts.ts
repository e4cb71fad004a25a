// Pure: what a server says about itself, and whether a store can be kept there.

/** What a server says about itself to each connection. */
export interface Facts {
  /** 150004 for 15.4. */
  readonly version: number;
  readonly encoding: string;
  /** When it started, in UTC; another time means that it was down. */
  readonly startedAt: string;
  /** Counts promotions; undefined on a standby. */
  readonly timeline: number | undefined;
}

/** Asks for {@link Facts}; any role may. */
export const askFacts = `select current_setting('server_version_num')::int4 as version,
  current_setting('server_encoding') as encoding,
  to_char(pg_postmaster_start_time() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as started,
  case when not pg_is_in_recovery()
    then ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int4 end as timeline`;

/** Reads the row of {@link askFacts}. */
export function readFacts(row: Readonly<Record<string, unknown>> | undefined): Facts {
  const { version, encoding, started, timeline } = row ?? {};
  return {
    version: Number(version),
    encoding: String(encoding),
    startedAt: String(started),
    timeline: typeof timeline === 'number' ? timeline : undefined,
  };
}

/** The first with transaction ids of 64 bits and snapshots of them (pg_current_xact_id), which tell what changed. */
const oldest = 13;

/** Why a store cannot be kept on a server however long one waits, as the end of a sentence; undefined if it can. */
export function unfit({ version, encoding }: Facts): string | undefined {
  if (!(version >= oldest * 10_000)) {
    return `is PostgreSQL ${Math.floor(version / 10_000)}; ${oldest} or newer is needed, since pg_current_xact_id() tells what changed`;
  }
  if (encoding !== 'UTF8') {
    return `holds its text in ${encoding}; create a database with: createdb --encoding=UTF8 --template=template0`;
  }
  return undefined;
}
