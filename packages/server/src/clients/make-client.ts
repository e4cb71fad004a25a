import { newClientSchema } from '../config/oauth-clients.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { CreatedClient } from '../service/ports/new-clients.ts';
import type { Random } from '../service/ports/random.ts';
import { clientOf } from './client-of.ts';
import { makeClientSecret } from './secrets.ts';

/** What is wrong with a client: one sentence, and the member that it is about, such as `scopes[0]`, or empty. */
interface Problem {
  readonly path: string;
  readonly message: string;
}

const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index > 0 ? '.' : ''}${String(part)}`))
    .join('');

/**
 * Makes a verified client, with a secret if its method needs one.
 *
 * @param input see `newClientSchema`
 */
export function makeClient(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  input: unknown,
): Result<CreatedClient, readonly Problem[]> {
  const parsed = newClientSchema.safeParse(input);
  if (!parsed.success) {
    return refused(parsed.error.issues.map(({ path, message }) => ({ path: pathOf(path), message })));
  }
  const made = parsed.data.authMethod.startsWith('client_secret_') ? makeClientSecret(random) : null;
  const client = clientOf(parsed.data, made?.secretHash ?? null, clock.now());
  return accepted({ client, secret: made?.secret ?? null });
}
