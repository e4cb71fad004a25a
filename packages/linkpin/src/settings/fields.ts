import { kindOfSetting, settingsSchema, type SettingKind, type Settings } from '@linkpin/server';

/** One setting, as every source of settings needs to know it. */
export interface Field {
  /** Its key in the settings file, such as `publicUrl`. */
  readonly key: keyof Settings;
  /** Such as `--public-url`. */
  readonly flag: string;
  /** Such as `LINKPIN_PUBLIC_URL`. */
  readonly environment: string;
  readonly kind: SettingKind;
  readonly description: string;
  /** The words it can be, when it is one of a few. */
  readonly choices: readonly string[];
  /** What it is when nobody says anything. */
  readonly fallback: Settings[keyof Settings];
}

const separated = (key: string, mark: string): string => key.replace(/[A-Z]/g, (letter) => mark + letter.toLowerCase());

/** The words of an enumeration, also behind a default. */
function choicesOf(schema: object): readonly string[] {
  const inner: object = 'unwrap' in schema ? (schema as { unwrap(): object }).unwrap() : schema;
  const options: unknown = 'options' in inner ? inner.options : undefined;
  return Array.isArray(options) ? options.filter((option): option is string => typeof option === 'string') : [];
}

const fallbacks = settingsSchema.parse({});

/** Every setting there is, from the schema. */
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
