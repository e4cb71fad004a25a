// What a program can import from @linkpin/server. Whatever stands in a signature here can be imported, too:
// test/embedding/types.test.ts fails for what cannot.

// The service
export { createService, type NewPerson, type Service, type ServiceOptions } from './app/create-service.ts';
export {
  type AnswerByCode,
  type AnsweredRequest,
  type AnswerRefusal,
  type ApprovalByCode,
  type Decisions,
} from './app/decisions.ts';
export { type DependencyOptions } from './app/dependencies.ts';
export { type ApplicationSignIn } from './app/application-sign-in.ts';
export { type OutsidePerson, type OutsideReturn } from './service/ports/outside-sign-in.ts';
export { type FetchInfo } from './http/server/fetch-adapter.ts';
export { type ListenAt } from './http/server/listening.ts';
export { type NodeHandler } from './http/server/node-handler.ts';
export { type LocalChangeNotifier } from './long-poll/change-notifier.ts';
export { createWorkerGroup, type WorkerGroup } from './app/worker-group.ts';
export { type ChangeNotifier } from './service/ports/change-notifier.ts';
export { type SharedMemory, type SharedTableName } from './rate-limits/shared-memory.ts';

// Traces
export { createTraceFields, type TraceFields } from './tracing/trace-fields.ts';

// Settings
export { SettingsError, type SettingProblem } from './app/check-settings.ts';
export { withoutBrackets } from './config/host-name.ts';
export { isLoopback } from './domain/loopback.ts';
export { kindOfSetting, settingReason, type SettingKind } from './config/setting-reason.ts';
export { settingsSchema, type Settings, type SettingsInput } from './config/settings.ts';
export { codeLengths, type CodeLength, type CodeSettings } from './app/code-lengths.ts';
export { type GuessableKind, type IssuerClass, type Sizing } from './domain/code-length.ts';

// Mail
export { readEmailAddress } from './domain/email-address.ts';
export { sendTestMail, tryMailServer, type MailTest } from './app/mail.ts';
export { type SendOutcome } from './mail/smtp.ts';

// What can be tried before a start, and what a service says to its operator
export { tryProviders, type ProviderTest } from './app/try-providers.ts';
export { passkeySite, type NoPasskeys, type PasskeySite } from './config/passkey-site.ts';
export { selfCheckRequest } from './http/server/self-check.ts';
export { askSelf, type SelfCheckFacts, type SelfCheckQuestion } from './service/self-check.ts';
export { inspectPostgresStore, type PostgresReport } from './stores/postgres/inspect.ts';
export { type StoreReport } from './stores/sql/store-report.ts';
export { inspectSqliteStore } from './stores/sqlite/inspect.ts';

// Keys
export { KeyFileError, openKeyFile, parseKeys, retireKey, rotateKeyFile, useKey } from './tokens/key-file.ts';
export { createKeys, makeSecretKey, type SecretKey } from './tokens/keys.ts';

// OAuth clients
export { readClientsFile } from './app/clients-file.ts';
export {
  createOAuthClient,
  listOAuthClients,
  removeOAuthClient,
  type ClientPorts,
  type CreateClientRefusal,
  type ListedClient,
  type RemoveClientRefusal,
} from './clients/registry.ts';
export { type CreatedClient } from './service/ports/new-clients.ts';
export { newClientSchema, type NewClient } from './config/oauth-clients.ts';

// Accounts
export {
  createAccountService,
  type AccountService,
  type ProofAgain,
  type SignInTrace,
} from './accounts/account-service.ts';
export { type Browsers, type BrowserTrace, type SignedIn } from './accounts/browsers.ts';
export { type DeviceCookies } from './accounts/device-cookie.ts';
export { type IsActive, type KnownPerson } from './accounts/embedder-check.ts';
export { type Arrival, type ArrivalRefusal, type Elsewhere } from './accounts/elsewhere.ts';
export { type AddressProof, type MailLinks, type Undo } from './accounts/mail-links.ts';
export { type Recovery } from './accounts/recovery.ts';
export { type PasswordResets, type ResetLink } from './accounts/password-reset.ts';
export { type AccountServicePorts } from './accounts/ports.ts';
export { type AccountRefusal, type AccountResult } from './accounts/refusal.ts';
export { type Applicant, type Entitlement, type Registration, type RegistrationRule } from './accounts/registration.ts';
export { type PersonRef } from './service/accounts/end-person.ts';
export {
  exportAccount,
  type AccountExport,
  type ExportedDevice,
  type ExportPorts,
} from './service/accounts/export-account.ts';

// Requesters that an operator has blocked
export {
  addBlock,
  listBlocks,
  removeBlock,
  type Blockable,
  type BlockPorts,
  type ListedBlock,
} from './app/operator-blocks.ts';

// Stores
export { MoveError } from './stores/move/errors.ts';
export { moveStore, type Moved, type MoveOptions } from './stores/move/move-store.ts';
export { createMemoryStore } from './stores/memory/store.ts';
export {
  PostgresAddressError,
  readPostgresAddress,
  type PostgresAddress,
  type PostgresHost,
  type SslMode,
} from './stores/postgres/address.ts';
export { OtherKeysError, PostgresStartError } from './stores/postgres/errors.ts';
export {
  migratePostgresStore,
  openPostgresStore,
  type PostgresMigration,
  type PostgresOptions,
  type PostgresStore,
} from './stores/postgres/store.ts';
export { StoreTooNewError } from './stores/sql/store-too-new.ts';
export { NetworkFileSystemError } from './stores/sqlite/errors.ts';
export { foreignSchema } from './stores/sqlite/foreign-schema.ts';
export { moveOf, StoreMovedError, type Move } from './stores/sqlite/moved.ts';
export {
  joinSqliteStore,
  migrateSqliteStore,
  openSqliteStore,
  type SqliteInvitation,
  type SqliteOptions,
  type SqliteStore,
} from './stores/sqlite/store.ts';

// What a store keeps, and what is asked of it
export { type DeviceGrantClient } from './domain/device-grant.ts';
export { type SubjectRules, type SubjectType } from './domain/subject.ts';
export { StoreBusyError } from './service/ports/busy.ts';
export type * from './service/ports/accounts.ts';
export type * from './service/ports/blocks.ts';
export type * from './service/ports/budgets.ts';
export type * from './service/ports/clock.ts';
export type * from './service/ports/device-keys.ts';
export type * from './service/ports/events.ts';
export type * from './service/ports/grants.ts';
export type * from './service/ports/identities.ts';
export { type IdTokenAlgorithm } from './service/ports/id-tokens.ts';
export type * from './service/ports/keys.ts';
export type { Mail, MailRefusal, Notice } from './service/ports/mail.ts';
export type * from './service/ports/mail-queue.ts';
export type * from './service/ports/oauth-clients.ts';
export type * from './service/ports/oauth-tokens.ts';
export type * from './service/ports/outbox.ts';
export type * from './service/ports/pending-cache.ts';
export type * from './service/ports/pin-store.ts';
export type * from './service/ports/random.ts';
export type * from './service/ports/passkeys.ts';
export type * from './service/ports/sessions.ts';
export type * from './service/ports/statistics.ts';
export type * from './service/ports/store.ts';
export type * from './service/ports/store-metrics.ts';
export { Durations } from './domain/durations.ts';
export type * from './service/ports/used-once.ts';
export type * from './service/ports/audit-log.ts';
export { eventKinds, type EventKind } from './domain/event-kinds.ts';
export { type Bar, type BlockedFor, type CodeEntry, type OpenBar } from './domain/approval-policy.ts';
export { type Address } from './domain/address.ts';
export { type CodeKind } from './domain/code.ts';
export {
  type AuthorizationRequest,
  type OpenIdRequest,
  type Prompt,
  type RedirectRequest,
} from './domain/authorization-request.ts';
export { type ClientGrant, type ClientGrants, type RegistrationBounds } from './domain/oauth-client.ts';
export { type WeakCodes } from './domain/code-places.ts';
export { farRules, type FarPolicy, type FarRule } from './domain/far-policy.ts';
export { type Grant } from './domain/grant.ts';
export { type Identity, type PersonClaims } from './domain/identity.ts';
export { personClaimNames, type PersonClaimName } from './domain/person-claims.ts';
export { type IssueRules, type NoRoom, type WeakSizing, type WrongLength } from './domain/issue-limits.ts';
export {
  type Approval,
  type DeviceInfo,
  type DeniedWhy,
  type DeviceKey,
  type Protocol,
  type Opened,
  type Pin,
  type PinState,
  type Requester,
} from './domain/pin.ts';
export { type MailKind } from './domain/mail.ts';
export { type Place } from './domain/place.ts';
export { type NotAdmitted, type Provider, type RawClaims } from './domain/provider.ts';
export { type PollFacts } from './domain/poll-facts.ts';
export { type RefreshFamily } from './domain/refresh-family.ts';
export { type PinResult, type Refusal, type SettledAs } from './domain/refusal.ts';
export { type Result } from './domain/result.ts';
export { type PasskeyKept } from './domain/passkey.ts';
export { type SignInFacts, type SignInMethod, type ApprovalSignIn } from './domain/session.ts';
export { systemRandom } from './app/random.ts';
