// Intl's formatters by locale. Making one costs more than using it a hundred times.

const perLocale = <Format>(make: (locale: string) => Format): ((locale: string) => Format) => {
  const made = new Map<string, Format>();
  return (locale) => {
    const known = made.get(locale);
    if (known !== undefined) return known;
    const format = make(locale);
    made.set(locale, format);
    return format;
  };
};

/** "yesterday", "2 minutes ago". */
export const relativeFormat: (locale: string) => Intl.RelativeTimeFormat = perLocale(
  (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
);

/** "in 20 seconds", "in 1 day". */
export const delayFormat: (locale: string) => Intl.RelativeTimeFormat = perLocale(
  (locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'always' }),
);

/** Date and time in UTC. */
export const timeFormat: (locale: string) => Intl.DateTimeFormat = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }),
);

/** A date in UTC. */
export const dateFormat: (locale: string) => Intl.DateTimeFormat = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }),
);

/** "4, 6 or 8". */
export const alternativesFormat: (locale: string) => Intl.ListFormat = perLocale(
  (locale) => new Intl.ListFormat(locale, { type: 'disjunction' }),
);
