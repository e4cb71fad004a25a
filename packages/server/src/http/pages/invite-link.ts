import type { SignedInPageRequest } from './page-request.ts';

/** How long the page keeps showing a new invite, in milliseconds. */
const inviteShown = 10 * 60 * 1000;

/** An invite on its way to the page that shows it. */
interface ShownInvite {
  readonly secret: string;
  /** Hash of the session that made it, the only one that it is shown to. */
  readonly session: string;
  readonly until: number;
}

/** The link of the invite that this session made just now. */
export function inviteLink({ c, dependencies, who, frame }: SignedInPageRequest): string | null {
  const text = dependencies.context.ports.keys.unseal('invite-link', c.req.query('invite') ?? '');
  if (text === undefined) return null;
  const { secret, session, until } = JSON.parse(text) as ShownInvite;
  const isShown = session === who.session.hash && frame.now < until;
  return isShown ? `${c.env.baseUrl}/signup?invite=${secret}` : null;
}

/** The way to the page that shows a new invite: it carries the invite sealed, for this session only. */
export function pathToInvite({ dependencies, who, frame }: SignedInPageRequest, secret: string): string {
  const shown: ShownInvite = { secret, session: who.session.hash, until: frame.now + inviteShown };
  return `/account?invite=${dependencies.context.ports.keys.seal('invite-link', JSON.stringify(shown))}`;
}
