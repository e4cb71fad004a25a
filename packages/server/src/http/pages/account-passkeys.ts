import { browserName } from '../../pages/browser-name.ts';
import type { PasskeyOwner } from '../../accounts/passkeys.ts';
import { showAccountWith } from './account.ts';
import { isRecent, signInRecently as signInAgain } from './fresh-sign-in.ts';
import { goTo, type SignedInPageRequest } from './page-request.ts';
import { domainOf, placeOf } from './passkey-place.ts';
import { begun } from './passkey-sign-in.ts';

const ownerOf = ({ c, who }: SignedInPageRequest): PasskeyOwner => ({
  account: who.account,
  session: who.session.hash,
  address: c.env.address,
});

/** A name for a new passkey that nobody has named: "Firefox on Linux". */
const nameOf = ({ c, frame }: SignedInPageRequest): string =>
  browserName(c.req.header('user-agent') ?? null, frame.words).name ?? frame.words.passkeys.unnamed;

/** POST /account/passkeys/options: what a script makes a passkey with. Changes nothing. */
export async function beginAddingPasskey(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, frame } = pageRequest;
  const { passkeyService, settings } = dependencies.context;
  const place = placeOf(pageRequest, who.session.hash);
  if (place === undefined) return begun(pageRequest, { to: `${frame.base}/account` });
  if (!isRecent(pageRequest)) return begun(pageRequest, { to: `${frame.base}${signInAgain}` });
  return begun(pageRequest, await passkeyService.beginAdding(who.account, place, settings.name));
}

/** POST /account/passkeys */
export async function addPasskey(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, form, frame } = pageRequest;
  const place = placeOf(pageRequest, who.session.hash);
  if (place === undefined) return goTo(pageRequest, '/account');
  const given = { ticket: form.get('ticket') ?? '', answer: form.get('answer') ?? '' };
  const added = await dependencies.context.passkeyService.finishAdding(
    ownerOf(pageRequest),
    place,
    given,
    nameOf(pageRequest),
  );
  if (added.ok) return goTo(pageRequest, '/account?done=passkeyAdded');
  return refuse(pageRequest, frame.words.passkeys.refused[added.refusal.kind]);
}

const refuse = (pageRequest: SignedInPageRequest, text: string): Promise<Response> =>
  showAccountWith(pageRequest, { fault: { form: 'passkeys', field: null, text } }, 422);

/** POST /account/passkeys/rename */
export async function renamePasskey(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, form } = pageRequest;
  const { passkeyService } = dependencies.context;
  const isRenamed = await passkeyService.rename(form.get('id') ?? '', who.account.id, form.get('name') ?? '');
  return goTo(pageRequest, isRenamed ? '/account?done=passkeyNamed' : '/account');
}

/** POST /account/passkeys/remove */
export async function removePasskey(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, form, frame } = pageRequest;
  if (!isRecent(pageRequest)) return goTo(pageRequest, signInAgain);
  const outcome = await dependencies.context.passkeyService.remove(
    ownerOf(pageRequest),
    form.get('id') ?? '',
    domainOf(pageRequest),
  );
  switch (outcome) {
    case 'removed':
      return goTo(pageRequest, '/account?done=passkeyRemoved');
    case 'no-passkey':
      return goTo(pageRequest, '/account');
    case 'last-way':
    case 'needed':
      return refuse(pageRequest, frame.words.passkeys.refused[outcome]);
  }
}

/** POST /account/second-step: whether a passkey is needed after the password. */
export async function setSecondStep(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, form, frame } = pageRequest;
  if (!isRecent(pageRequest)) return goTo(pageRequest, signInAgain);
  const [needs, domain] = [form.get('needed') === 'yes', domainOf(pageRequest)];
  const outcome = await dependencies.context.passkeyService.setNeed(ownerOf(pageRequest), needs, domain ?? '');
  switch (outcome) {
    case 'changed':
      return goTo(pageRequest, `/account?done=${needs ? 'secondStepOn' : 'secondStepOff'}`);
    case 'other-password':
      return goTo(pageRequest, '/account');
    case 'no-password':
    case 'no-passkey':
      return refuse(pageRequest, frame.words.passkeys.refused[outcome]);
  }
}
