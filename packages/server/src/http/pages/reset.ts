import { closedDoorView, resetView, type ResetState } from '../../pages/views/door.ts';
import { doorWords as words } from '../../pages/words/en.ts';
import { waitTime } from '../../pages/words/time.ts';
import { goTo, page, type PageStatus, type Visit } from './visit.ts';

const gone = (visit: Visit): Response | Promise<Response> => page(visit, closedDoorView(visit.frame, 'resetGone'), 404);

async function show(
  visit: Visit,
  key: string,
  news: Partial<ResetState> = {},
  status: PageStatus = 200,
): Promise<Response> {
  const account = await visit.site.people.resets.find(key);
  if (account === undefined) return gone(visit);
  const plain = { username: account.username, problem: null, error: null };
  return page(visit, resetView(visit.frame, key, { ...plain, ...news }), status);
}

/** GET /reset: the link from the operator. Looking at it uses nothing up. */
export function showReset(visit: Visit): Promise<Response> {
  return show(visit, visit.c.req.query('key') ?? '');
}

/** POST /reset */
export async function resetPassword(visit: Visit): Promise<Response> {
  const { c, site, form } = visit;
  const key = form.get('key') ?? '';
  // Who has no link counts for nothing, so that nobody else uses the budget up.
  if ((await site.people.resets.find(key)) === undefined) return gone(visit);
  const waits = await site.people.admit(c.env.address);
  if (waits !== undefined) {
    const retryAfter = 'retryAfter' in waits ? waits.retryAfter : 1;
    c.header('retry-after', String(retryAfter));
    return show(visit, key, { error: words.wait(waitTime(retryAfter)) }, 429);
  }
  const changed = await site.people.resets.use(key, form.get('password') ?? '');
  if (changed === undefined) return gone(visit);
  if (changed.ok) return goTo(visit, `/signin?done=reset&name=${encodeURIComponent(changed.value.username)}`);
  if (changed.refusal.kind === 'busy') {
    c.header('retry-after', String(changed.refusal.retryAfter));
    return show(visit, key, { error: words.busy }, 503);
  }
  const problem = changed.refusal.kind === 'long-password' ? 'long-password' : 'short-password';
  return show(visit, key, { problem }, 422);
}
