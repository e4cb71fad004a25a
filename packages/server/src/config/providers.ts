import { z } from 'zod';
import { isLoopback } from '../domain/loopback.ts';

const hour = 60 * 60;

/** Parameters that are ours to set. */
const ours = ['client_id', 'redirect_uri', 'response_type', 'scope', 'state', 'nonce', 'code_challenge', 'max_age'];

const issuer = z
  .string()
  .max(2048)
  .refine((text) => {
    const url = URL.parse(text);
    if (url === null || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
      return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  }, 'must be the https URL that the provider calls itself, its "iss", without query');

const scope = z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be one scope: no spaces, quotes or backslashes');

/** What is usual for a provider. */
const usualScopes = ['openid', 'profile', 'email'];

/** The members of a provider in the providers file, but for its secret and its picture, which are files. */
export const providerFields = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 of a-z, 0-9 and -'),
  /** What people call it; default: the id. */
  name: z.string().trim().min(1).max(40).optional(),
  issuer,
  clientId: z.string().min(1).max(255),
  scopes: z
    .array(scope)
    .max(32)
    .default([...usualScopes])
    .refine((scopes) => scopes.includes('openid'), 'must have openid among them'),
  parameters: z
    .record(z.string().max(64), z.string().max(255))
    .default({})
    .refine((given) => !Object.keys(given).some((name) => ours.includes(name)), `must have none of ${ours.join(', ')}`),
  allowedDomains: z.array(z.string().min(1).max(253)).default([]),
  groups: z.array(z.string().min(1).max(255)).default([]),
  groupsClaim: z.string().min(1).max(64).default('groups'),
  /** Who is an admin here, by verified e-mail address or group. */
  admins: z
    .strictObject({
      emails: z.array(z.string().min(3).max(254)).default([]),
      groups: z.array(z.string().min(1).max(255)).default([]),
    })
    .optional(),
  assumeFresh: z.boolean().default(false),
  logoutEnds: z.enum(['devices', 'browsers']).default('devices'),
  frontChannelLogout: z.boolean().default(false),
  /** In seconds. */
  checkEvery: z
    .number()
    .int()
    .min(60)
    .max(24 * hour)
    .default(15 * 60),
  grace: z
    .number()
    .int()
    .min(0)
    .max(365 * 24 * hour)
    .default(72 * hour),
  linkLife: z
    .number()
    .int()
    .min(hour)
    .max(3650 * 24 * hour)
    .default(30 * 24 * hour),
};

/** A provider of the file. */
export type ProviderEntry = z.output<z.ZodObject<typeof providerFields>>;
