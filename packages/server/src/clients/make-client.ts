import { newClientSchema } from '../config/oauth-clients.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { CreatedClient, DraftProblem } from '../service/ports/new-clients.ts';
import type { Random } from '../service/ports/random.ts';
import { clientOf } from './client-of.ts';
import { makeClientSecret } from './secrets.ts';

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
): Result<CreatedClient, readonly DraftProblem[]> {
  const parsed = newClientSchema.safeParse(input);
  if (!parsed.success) {
    return refused(parsed.error.issues.map(({ path, message }) => ({ path: pathOf(path), message })));
  }
  const made = parsed.data.authMethod.startsWith('client_secret_') ? makeClientSecret(random) : null;
  const client = clientOf(parsed.data, made?.secretHash ?? null, clock.now());
  return accepted({ client, secret: made?.secret ?? null });
}
