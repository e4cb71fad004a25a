import type { PostgresAddress, PostgresHost } from './address.ts';
import { messageOf, stateOf, PostgresStartError } from './errors.ts';
import { unfit } from './facts.ts';
import { limits, ServerConnection, type Access } from './server-connection.ts';
import { tlsTrouble } from './tls.ts';

/** No server can be written to now: a line that says why of each. */
export class NoPrimaryError extends Error {
  override readonly name: 'NoPrimaryError' = 'NoPrimaryError';
}

/** What asking one server has led to. */
type Answer = { readonly primary: ServerConnection } | { readonly trouble: string; readonly isFinal: boolean };

/**
 * Asks all servers of an address at once and connects to the one that can be written to. An old primary that comes back
 * can be, too, until somebody makes a standby of it: the timeline, which counts promotions, tells them apart. So all are
 * heard out, unless one was promoted since.
 *
 * @param leastTimeline a server with a lower one is refused; 0 if none is known
 * @throws {NoPrimaryError} if there is none now
 * @throws {PostgresStartError} if there is none, and waiting will not help
 */
export async function findPrimary(access: Access, leastTimeline: number): Promise<ServerConnection> {
  const answers = new Map<PostgresHost, Answer>();
  let best: ServerConnection | undefined;
  let isOver = false;
  let foundLater = (): void => {};
  const later = new Promise<void>((resolve) => (foundLater = resolve));
  const asked = access.address.hosts.map(async (host) => {
    const answer = await ask(access, host, leastTimeline);
    answers.set(host, answer);
    if (!('primary' in answer)) return;
    const { primary } = answer;
    const timeline = primary.facts.timeline ?? 0;
    const isBetter = !isOver && timeline > (best?.facts.timeline ?? 0);
    void (isBetter ? best : primary)?.close();
    if (isBetter) best = primary;
    if (leastTimeline > 0 && timeline > leastTimeline) foundLater();
  });
  await Promise.race([later, Promise.all(asked)]);
  isOver = true;
  if (best !== undefined) return best;
  const troubles = access.address.hosts.flatMap((host) => {
    const answer = answers.get(host);
    return answer !== undefined && 'trouble' in answer ? [answer] : [];
  });
  const final = troubles.find(({ isFinal }) => isFinal);
  if (final !== undefined) throw new PostgresStartError(`${final.trouble}.`);
  throw new NoPrimaryError(troubles.map(({ trouble }) => trouble).join('; '));
}

async function ask(access: Access, host: PostgresHost, leastTimeline: number): Promise<Answer> {
  let connection;
  try {
    connection = await ServerConnection.open(access, host);
  } catch (error) {
    const final = finalTrouble(error, host, access.address);
    return final === undefined
      ? {
          trouble: `${host.label}: ${error instanceof Error && error.message === 'timeout expired' ? silence : messageOf(error)}`,
          isFinal: false,
        }
      : { trouble: final, isFinal: true };
  }
  const { facts } = connection;
  const misfit = unfit(facts);
  if (misfit === undefined && facts.timeline !== undefined && facts.timeline >= leastTimeline) {
    return { primary: connection };
  }
  void connection.close();
  if (misfit !== undefined) return { trouble: `${host.label}/${access.address.database} ${misfit}`, isFinal: true };
  const trouble =
    facts.timeline === undefined
      ? 'is a standby, which cannot be written to'
      : `is an old primary (timeline ${facts.timeline}, and ${leastTimeline} has been seen)`;
  return { trouble: `${host.label} ${trouble}`, isFinal: false };
}

const silence = `no answer within ${limits.connect / 1000} s`;

/** What keeps us out of a server however long we wait, as a sentence without its full stop. */
function finalTrouble(error: unknown, { label }: PostgresHost, address: PostgresAddress): string | undefined {
  if (error instanceof PostgresStartError) return error.message.replace(/\.$/, '');
  const { user, database } = address;
  const asks = address.password() === undefined && messageOf(error).startsWith('SASL: ');
  if (asks) return `${label} asks for the password of the role "${user}", and none is given`;
  switch (stateOf(error)) {
    case '28P01':
      return `${label} does not accept the password of the role "${user}"`;
    case '28000':
      return `${label} does not let the role "${user}" in: ${messageOf(error)}`;
    case '3D000':
      return `${label} has no database "${database}". Create it: createdb --owner=${user} --encoding=UTF8 --template=template0 ${database}`;
    case '42501':
      return `${label} does not let the role "${user}" use the database "${database}": ${messageOf(error)}`;
    default:
      break;
  }
  // PgBouncer's words for a wrong password and for an unknown role.
  if (/SASL authentication failed|no such user/.test(messageOf(error))) {
    return `${label} does not accept the password of the role "${user}"`;
  }
  if (/unsupported startup parameter/.test(messageOf(error))) {
    return `${label} is a pooler such as PgBouncer: give it as one, beside a URL of the database itself`;
  }
  const tls = tlsTrouble(error);
  return tls === undefined ? undefined : `${label}: ${tls}`;
}
