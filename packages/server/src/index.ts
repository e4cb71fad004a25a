export { codeLengths, type CodeLength } from './app/code-lengths.ts';
export { createService, type Service, type ServiceOptions } from './app/create-service.ts';
export { type NodeHandler } from './http/server/node-handler.ts';
export { type DependencyOptions } from './app/dependencies.ts';
export { SettingsError, type SettingProblem } from './app/check-settings.ts';
export { withoutBrackets } from './config/host-name.ts';
export { isLoopback } from './config/loopback.ts';
export { kindOfSetting, settingReason, type SettingKind } from './config/setting-reason.ts';
export { settingsSchema, type Settings, type SettingsInput } from './config/settings.ts';
export { KeyFileError, openKeyFile, parseKeys, retireKey, rotateKeyFile } from './tokens/key-file.ts';
export { createKeys, makeSecretKey, type SecretKey } from './tokens/keys.ts';
export { readClientsFile } from './app/clients-file.ts';
export {
  createOAuthClient,
  listOAuthClients,
  removeOAuthClient,
  type ClientPorts,
  type CreateClientRefusal,
  type CreatedClient,
  type ListedClient,
  type RemoveClientRefusal,
} from './clients/registry.ts';
export { type NewClient } from './config/oauth-clients.ts';
export { type OAuthClient } from './service/ports/oauth-clients.ts';
export {
  addBlock,
  listBlocks,
  removeBlock,
  type Blockable,
  type BlockPorts,
  type ListedBlock,
} from './app/operator-blocks.ts';
export { createCrew, type Crew } from './app/worker-group.ts';
export { createMemoryStore } from './stores/memory/store.ts';
export { createPeople, type People } from './accounts/people.ts';
export { type PeopleRefusal } from './accounts/refusal.ts';
export { type Registration } from './accounts/registration.ts';
export { exportAccount, type AccountExport } from './service/accounts/export-account.ts';
export { type Store } from './service/ports/store.ts';
export { eventKinds, type EventKind } from './domain/event-kinds.ts';
export type { TrailEntry } from './service/ports/events.ts';
export { type Account } from './service/ports/accounts.ts';
export { systemRandom } from './app/random.ts';
export { NetworkFileSystemError, StoreTooNewError } from './stores/sqlite/errors.ts';
export { foreignSchema } from './stores/sqlite/foreign-schema.ts';
export { joinSqliteStore, openSqliteStore, type SqliteInvitation } from './stores/sqlite/store.ts';
