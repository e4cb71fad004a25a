import { kindOfSetting, settingsSchema, type SettingKind, type Settings } from '@linkpin/server';

/** The description of one setting, for every source of settings. */
export interface Field {
  /** Its key in the settings file, such as `publicUrl`. */
  readonly key: keyof Settings;
  /** Such as `--public-url`. */
  readonly flag: string;
  /** Such as `LINKPIN_PUBLIC_URL`. */
  readonly environment: string;
  readonly kind: SettingKind;
  readonly description: string;
  /** The allowed values of an enumeration, else empty. */
  readonly choices: readonly string[];
  /** The default. */
  readonly fallback: Settings[keyof Settings];
}

const separated = (key: string, mark: string): string => key.replace(/[A-Z]/g, (letter) => mark + letter.toLowerCase());

/** The values of an enumeration, also inside a default. */
function choicesOf(schema: object): readonly string[] {
  const inner: object = 'unwrap' in schema ? (schema as { unwrap(): object }).unwrap() : schema;
  const options: unknown = 'options' in inner ? inner.options : undefined;
  return Array.isArray(options) ? options.filter((option): option is string => typeof option === 'string') : [];
}

const fallbacks = settingsSchema.parse({});

/** All settings, derived from the schema. */
export const fields: readonly Field[] = Object.entries(settingsSchema.shape).map(([name, schema]) => {
  const key = name as keyof Settings;
  return {
    key,
    flag: `--${separated(key, '-')}`,
    environment: `LINKPIN_${separated(key, '_').toUpperCase()}`,
    kind: kindOfSetting(key),
    description: schema.description ?? '',
    choices: choicesOf(schema),
    fallback: fallbacks[key],
  };
});
