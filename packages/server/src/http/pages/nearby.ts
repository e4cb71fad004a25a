import { endingLength, pickNearby } from '../../service/pins/nearby-pins.ts';
import { waitTime } from '../../pages/words/time.ts';
import { keepBrowserCookie } from './cookie.ts';
import { linkPage } from './link-page.ts';
import { goTo, type PageStatus, type SignedInPageRequest } from './page-request.ts';
import { ticketsOf } from './tickets.ts';

/** POST /link/nearby. A picked device never counts as one whose code was typed by hand. */
export async function pickDevice(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who, form, frame } = pageRequest;
  const words = frame.words.nearby;
  const { link } = frame.words;
  const { ports, oauth } = dependencies.context;
  const tickets = ticketsOf(ports);
  const pinId = tickets.readNearby(form.get('device'), who);
  const refuse = async (error: string, status: PageStatus = 422): Promise<Response> =>
    linkPage(pageRequest, { typed: '', given: '' }, null, { status, nearby: { pinId, error } });
  if (pinId === undefined) return refuse(words.pickOne);

  const pick = {
    pinId,
    ending: (form.get('ending') ?? '').slice(0, 64),
    account: who.account,
    address: c.env.address,
    session: who.session.hash,
  };
  const picked = await pickNearby(ports, pick, endingLength(oauth.userCodes));
  if (!picked.ok) {
    const { refusal } = picked;
    if ('retryAfter' in refusal) c.header('retry-after', String(refusal.retryAfter));
    switch (refusal.kind) {
      case 'wrong-ending':
        return refuse(words.wrongEnding);
      case 'needs-whole-code':
        return refuse(words.wholeCode);
      case 'over-budget':
        return refuse(link.wait({ time: waitTime(refusal.retryAfter, frame) }), 429);
      case 'busy':
        return refuse(link.busy, 503);
      default:
        return refuse(words.gone);
    }
  }
  const opened = { pin: picked.value.id, via: 'code', typed: false, forward: null } as const;
  const ticket = tickets.sealOpened(opened, who, keepBrowserCookie(c, ports.random));
  return goTo(pageRequest, `/pin?t=${ticket}`);
}
