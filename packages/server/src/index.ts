export { createService, type Service, type ServiceOptions } from './service.ts';
export { SettingsError } from './warnings.ts';
export { settingsSchema, type Settings, type SettingsInput } from './config/settings.ts';
export { KeyFileError, openKeyFile, parseKeys } from './tokens/key-file.ts';
export { createKeys, makeSecretKey, type SecretKey } from './tokens/keys.ts';
export { createMemoryStore } from './stores/memory/store.ts';
