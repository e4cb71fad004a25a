// Pure: what a token says of the person.

/** What the person's provider said of them, as far as the client's tokens tell (`personClaims`). */
export interface Person {
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly name?: string;
  readonly groups?: readonly string[];
  readonly acr?: string;
  readonly amr?: readonly string[];
  /** When the person signed in at the provider before the yes, in milliseconds since the epoch. */
  readonly authTime?: number;
  /** Who the person is at the provider: its `iss` and `sub`. */
  readonly upstream?: { readonly issuer: string; readonly subject: string };
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const textsIn = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? (value as readonly string[]) : undefined;

/** Reads what claims say of the person; undefined when they say nothing. */
export function personIn(claims: Readonly<Record<string, unknown>>): Person | undefined {
  const [issuer, subject] = [textIn(claims['upstream_iss']), textIn(claims['upstream_sub'])];
  const verified = claims['email_verified'];
  const authTime = claims['auth_time'];
  const all: Readonly<Record<keyof Person, unknown>> = {
    email: textIn(claims['email']),
    emailVerified: typeof verified === 'boolean' ? verified : undefined,
    name: textIn(claims['name']),
    groups: textsIn(claims['groups']),
    acr: textIn(claims['acr']),
    amr: textsIn(claims['amr']),
    authTime: typeof authTime === 'number' ? authTime * 1000 : undefined,
    upstream: issuer === undefined || subject === undefined ? undefined : { issuer, subject },
  };
  const there = Object.entries(all).filter(([, value]) => value !== undefined);
  return there.length === 0 ? undefined : Object.fromEntries(there);
}
