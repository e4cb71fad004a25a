import type { Generated } from '#kysely';

/** A pin. What no query asks for by itself is JSON in `body`. */
export interface PinRow {
  readonly key: string;
  readonly dialect: string;
  readonly handle: string;
  readonly kind: string;
  readonly version: number;
  /** When the pin's life is over, by the core's `endOf`. */
  readonly ends_at: number;
  /** 1 while it waits for an answer, so that it is counted as such. */
  readonly waits: number;
  /** Keyed hash of the folded code; null once another pin has the code. */
  readonly code_hash: string | null;
  readonly code_sealed: string;
  readonly client_id: string | null;
  /** From where it was requested. */
  readonly address: string | null;
  /** `at` of its state. */
  readonly state: string;
  readonly body: string;
  /** The local network whose people see it listed, by the core's `listedIn`; null for none. */
  readonly local_network: string | null;
}

/** How often something changed since the file was made: `pins` that were replaced, `clients` that went. */
export interface ChangesRow {
  readonly what: 'pins' | 'clients';
  readonly count: number;
}

/** How many pins expire in one minute since the epoch, under one scope: a network, all of them, or a kind and class. */
export interface PinCountsRow {
  readonly scope: string;
  readonly minute: number;
  /** Whatever became of them. */
  readonly codes: number;
  /** Those that wait for an answer. */
  readonly waiting: number;
}

/** A grant. A revoked one keeps its id, so that it cannot be added again, and nothing else. */
export interface GrantRow {
  readonly id: string;
  readonly account: string | null;
  readonly token_hash: string | null;
  readonly approved_by: string | null;
  readonly name: string | null;
  readonly linked_at: number | null;
  readonly collected_at: number | null;
  readonly collected_from: string | null;
  readonly collected_elsewhere: number | null;
  readonly last_seen_at: number | null;
  readonly revoked_at: number | null;
  readonly version: number;
  readonly client_id: string | null;
  readonly dialect: string | null;
  readonly body: string | null;
}

/** The public key of a device. */
export interface DeviceKeyRow {
  readonly holder: string;
  readonly thumbprint: string;
  readonly grant_id: string;
  readonly account: string;
  readonly x: string;
  readonly kid: string;
  readonly registered_at: number;
}

/** An account. The folded columns are what names are compared by. */
export interface AccountRow {
  readonly number: number;
  readonly id: string;
  readonly username: string;
  readonly username_folded: string;
  readonly email: string | null;
  readonly email_folded: string | null;
  readonly email_confirmed: number;
  readonly password_hash: string;
  readonly is_admin: number;
  readonly created_at: number;
  /** 1 when the password alone is not enough. */
  readonly needs_passkey: number;
  /** When the person was last signed out everywhere. */
  readonly ended_at: number | null;
  readonly language: string | null;
  /** Null until it is needed. */
  readonly pairwise_secret: string | null;
}

/** An invite that is not used up. */
export interface InviteRow {
  readonly hash: string;
  readonly created_at: number;
  readonly expires_at: number;
}

/** The set-up token. */
export interface SetupTokenRow {
  /** Always 1: there is one row at most. */
  readonly only: number;
  readonly hash: string;
  readonly expires_at: number;
}

/** A session. */
export interface SessionRow {
  readonly hash: string;
  readonly account: string;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly expires_at: number;
  readonly address: string | null;
  /** As `networkOf` says; null of a session that has not been seen since its column is there. */
  readonly network: string | null;
  readonly user_agent: string | null;
  readonly method: string;
  readonly provider: string | null;
  readonly signed_in_at: number | null;
  readonly provider_session: string | null;
  readonly acr: string | null;
  /** A JSON array of texts. */
  readonly amr: string;
}

/** Who an account is elsewhere. */
export interface IdentityRow {
  readonly issuer: string;
  readonly subject: string;
  readonly provider: string;
  readonly account: string;
  readonly linked_at: number;
  readonly version: number;
  readonly body: string;
}

/** A passkey. What no query asks for by itself is JSON in `body`. */
export interface PasskeyRow {
  readonly id: string;
  readonly account: string;
  readonly domain: string;
  readonly name: string;
  readonly counter: number;
  readonly added_at: number;
  readonly last_used_at: number | null;
  readonly body: string;
}

/** An OAuth client. */
export interface OAuthClientRow {
  readonly id: string;
  readonly last_used_at: number | null;
  /** Since when one that registered itself was not used; null for a verified one, which is never swept. */
  readonly idle_since: number | null;
  readonly body: string;
}

/** The refresh tokens of one grant. */
export interface RefreshFamilyRow {
  readonly grant_id: string;
  readonly version: number;
  /** From when on nothing of it works. */
  readonly over_at: number;
  /** Null once it was ended; it stays until it would have been over, so that it cannot be added again. */
  readonly body: string | null;
}

/** A refresh token that a family has or had. */
export interface RefreshTokenRow {
  readonly hash: string;
  readonly grant_id: string;
}

/** An opaque access token. */
export interface AccessTokenRow {
  readonly hash: string;
  readonly grant_id: string;
  readonly expires_at: number;
  /** Null once it was ended; as with families. */
  readonly body: string | null;
}

/** What was spent of one budget in one step of its window. */
export interface BudgetRow {
  readonly key: string;
  readonly period: number;
  readonly slot: number;
  readonly spent: number;
  /** From when on no window reaches it. */
  readonly over_at: number;
}

/** An entry of the audit log. */
export interface EventRow {
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly at: number;
  readonly account: string | null;
  readonly pin: string | null;
  readonly dialect: string | null;
  readonly client: string | null;
  readonly device: string | null;
  readonly address: string | null;
  readonly country: string | null;
  readonly fact: string | null;
  readonly count: number;
  readonly is_bundle: number;
  /** Nothing is left of the address but the /24 or /48 prefix. */
  readonly is_cut: number;
  /** Null for an entry of its own, and once the aggregate is closed. */
  readonly bundle: string | null;
  /** Who did it, if not the person of `account`. */
  readonly done_by: string | null;
}

/** How often something happened in an hour, as one of several that count side by side has counted it. */
export interface HourlyCountRow {
  readonly hour: number;
  readonly what: string;
  readonly shard: number;
  readonly count: number;
}

/** One row about all entries: how far ends are told, and how many entries there are. */
export interface TrailStateRow {
  readonly id: 1;
  readonly told_at: number;
  readonly told_key: string;
  readonly bundles: number;
  readonly singles: number;
}

/** A message that waits. */
export interface OutboxRow {
  readonly seq: number;
  readonly id: string;
  readonly account: string | null;
  readonly body: string;
  readonly count: number;
  readonly bundle: string | null;
  readonly tried: number;
  readonly due_at: number;
}

/** One row about all messages, and who sends them. */
export interface OutboxStateRow {
  readonly id: 1;
  readonly waiting: number;
  readonly dropped: number;
  readonly is_off: number;
  readonly holder: string | null;
  readonly lease_until: number;
}

/** A mail that waits. */
export interface MailRow {
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly account: string | null;
  readonly address: string | null;
  readonly grant_id: string | null;
  readonly at: number;
  readonly tried: number;
  readonly due_at: number;
}

/** The account of blocks that are for everybody. */
export const everybody = '';

/** A requester that is not served. */
export interface BlockRow {
  readonly mark: string;
  readonly account: string;
  readonly id: string;
  readonly over_at: number;
  readonly body: string;
}

/** A report that a requester was not wanted. */
export interface ReportRow {
  readonly mark: string;
  readonly account: string;
  readonly network: string;
  readonly over_at: number;
}

/** The tables as the newest migration leaves them. */
export interface Schema {
  readonly pins: PinRow & { readonly changed: Generated<number | null> };
  readonly changes: ChangesRow;
  readonly pin_counts: PinCountsRow;
  readonly grants: GrantRow;
  readonly device_keys: DeviceKeyRow;
  readonly accounts: Omit<AccountRow, 'number' | 'needs_passkey'> & {
    readonly number: Generated<number>;
    readonly needs_passkey: Generated<number>;
  };
  readonly invites: InviteRow;
  readonly setup_token: SetupTokenRow;
  readonly sessions: SessionRow;
  readonly identities: IdentityRow;
  readonly passkeys: PasskeyRow;
  readonly oauth_clients: OAuthClientRow;
  readonly refresh_families: RefreshFamilyRow;
  readonly refresh_tokens: RefreshTokenRow;
  readonly access_tokens: AccessTokenRow;
  readonly blocks: BlockRow;
  readonly reports: ReportRow;
  readonly budgets: BudgetRow;
  readonly events: Omit<EventRow, 'seq'> & { readonly seq: Generated<number> };
  readonly hourly_counts: HourlyCountRow;
  readonly trail_state: TrailStateRow;
  readonly outbox: Omit<OutboxRow, 'seq'> & { readonly seq: Generated<number> };
  readonly outbox_state: OutboxStateRow;
  readonly mails: Omit<MailRow, 'seq'> & { readonly seq: Generated<number> };
}
