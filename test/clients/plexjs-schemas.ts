// What generations of plexjs that npm does not serve accept of an answer about a pin, as their schemas say.

/** What is wrong with a value, or nothing. */
type Check = (value: unknown) => readonly string[];

const kind =
  (name: string, holds: (value: unknown) => boolean): Check =>
  (value) =>
    holds(value) ? [] : [`${JSON.stringify(value)} is no ${name}`];

const text = kind('text', (value) => typeof value === 'string');
const number = kind('number', (value) => typeof value === 'number');
const integer = kind('integer', Number.isInteger);
const flag = kind('boolean', (value) => typeof value === 'boolean');
const time = kind('time', (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(String(value)));
const anything: Check = () => [];

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined ? [] : check(value);

const nullable =
  (check: Check): Check =>
  (value) =>
    value === null ? [] : check(value);

/** Members that nobody named are passed over. */
const object =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null) return [`${JSON.stringify(value)} is no object`];
    const given = value as Readonly<Record<string, unknown>>;
    return Object.entries(members).flatMap(([name, check]) => check(given[name]).map((fault) => `${name}: ${fault}`));
  };

const placeTexts = ['code', 'continent_code', 'country', 'city', 'time_zone', 'subdivisions', 'coordinates'];

const place = (postalCode: Check, each: (check: Check) => Check): Check =>
  object({
    ...Object.fromEntries(placeTexts.map((name) => [name, each(text)])),
    european_union_member: optional(flag),
    in_privacy_restricted_country: optional(flag),
    postal_code: each(postalCode),
  });

/** The members of a pin beside those in which the generations differ. */
const pin = (each: (check: Check) => Check, location: Check, more: Readonly<Record<string, Check>>): Check =>
  object({
    id: each(integer),
    code: each(text),
    product: each(text),
    trusted: optional(flag),
    qr: each(text),
    clientIdentifier: each(text),
    location: each(location),
    expiresIn: optional(number),
    createdAt: each(time),
    expiresAt: each(time),
    ...more,
  });

const textsOrAbsent = { authToken: optional(text), newRegistration: optional(text) };
const withNumber = pin(optional, place(number, optional), textsOrAbsent);
const withText = pin(optional, place(text, optional), textsOrAbsent);
const withInteger = pin(
  (check) => check,
  place(integer, (check) => check),
  {
    authToken: anything,
    newRegistration: anything,
  },
);

/** What one generation accepts. */
export interface Schema {
  readonly createdIs: 200 | 201;
  readonly created: Check;
  readonly polled: Check;
}

/** By the minor version; each is 0.x. */
export const schemas: Readonly<Record<string, Schema>> = {
  ...Object.fromEntries(
    [8, 9, 10, 11, 12, 13, 14, 15, 16].map((minor) => [
      minor,
      { createdIs: 200, created: withNumber, polled: withNumber } satisfies Schema,
    ]),
  ),
  17: { createdIs: 201, created: withText, polled: withText },
  18: {
    createdIs: 201,
    created: pin(optional, place(text, optional), {
      authToken: optional(text),
      newRegistration: optional(nullable(flag)),
    }),
    polled: withText,
  },
  19: { createdIs: 200, created: withInteger, polled: withInteger },
};
