// A person with a browser that runs no scripts, at the page where codes are given.
import { Browser, type Disguise, type Page } from '../browser.ts';
import { Unreachable } from '../check.ts';
import type { Field, Form } from '../html-forms.ts';
import { isSameOrigin } from '../loopback.ts';
import { folded } from './codes.ts';
import type { DeviceCode, OAuthBench } from './device.ts';

/** A browser at the page of a code. The session of a person goes to the issuer's own origin and nowhere else. */
export function browserOf(bench: OAuthBench, { verificationUri }: Pick<DeviceCode, 'verificationUri'>): Browser {
  if (!/^https?:/.test(verificationUri) || !URL.canParse(verificationUri)) {
    throw new Unreachable('verification_uri is not an address of a page');
  }
  const { issuer, pageCookie } = bench.target;
  return new Browser(bench, verificationUri, isSameOrigin(verificationUri, issuer) ? pageCookie : '');
}

/** The page as it first appears. */
export async function openPage(bench: OAuthBench): Promise<Page> {
  const code = await bench.sample();
  return browserOf(bench, code).open(code.verificationUri);
}

const isTyped = ({ type }: Field): boolean => ['text', 'search', 'tel', 'number'].includes(type);

/** The field for a code: the one text field of a form that asks for no password. */
function codeField({ fields }: Form): Field | undefined {
  if (fields.some(({ type }) => type === 'password' || type === 'email')) return undefined;
  const typed = fields.filter(isTyped);
  return typed.find(({ name }) => /code/i.test(name)) ?? (typed.length === 1 ? typed[0] : undefined);
}

/** Whether a page asks for a code. */
const asksForCode = ({ forms }: Page): boolean => forms.some((form) => codeField(form) !== undefined);

/** Whether a page asks for a yes or no: it has two buttons or more, and asks for no code and no password. */
export const isDecision = (page: Page): boolean =>
  page.exchange.came.status === 200 &&
  page.forms.flatMap(({ buttons }) => buttons).length > 1 &&
  !asksForCode(page) &&
  !page.forms.some(({ fields }) => fields.some(({ type }) => type === 'password'));

/**
 * Types a code and sends it.
 *
 * @param code null sends what the page has filled in itself
 * @throws {Unreachable} if there is no field for it
 */
export async function typeCode(
  browser: Browser,
  page: Page,
  code: string | null,
  disguise: Disguise = {},
): Promise<Page> {
  const form = page.forms.find((one) => codeField(one) !== undefined);
  const field = form === undefined ? undefined : codeField(form);
  if (form === undefined || field === undefined) {
    throw new Unreachable('the page asks for a sign-in first: LINKPIN_PAGE_COOKIE takes the cookie of somebody');
  }
  return browser.submit(page, form, { [field.name]: code ?? field.value }, { ...disguise, button: form.buttons[0] });
}

/** Whether a form hands on a code by itself: with a script it would send itself. */
export const handsOn = ({ fields }: Form, userCode: string): boolean =>
  fields.some(({ type, value }) => type === 'hidden' && folded(value) === folded(userCode));

/** Opens the complete link, and goes on to where it leads: sends what the page has filled in, if it asks for that. */
export async function followLink(browser: Browser, link: string, userCode: string): Promise<Page> {
  const page = await browser.open(link);
  if (asksForCode(page)) return typeCode(browser, page, null);
  const form = isDecision(page) ? undefined : page.forms.find((one) => handsOn(one, userCode));
  return form === undefined ? page : browser.submit(page, form, {}, { button: form.buttons[0] });
}

/** Opens the page in a browser of its own and types a code. */
export async function openCode(bench: OAuthBench, typed: string): Promise<Page> {
  const code = await bench.sample();
  const browser = browserOf(bench, code);
  return typeCode(browser, await browser.open(code.verificationUri), typed);
}

/**
 * Sends each form of a question as another site would, which knows the code and what stands on every such page, but nothing of
 * this session: once by each of its buttons, with every box ticked.
 */
export async function answerEveryWay(browser: Browser, question: Page, userCode: string): Promise<void> {
  for (const form of question.forms.filter(({ isPost }) => isPost)) {
    const known = form.fields.filter(
      ({ type, value }) => type === 'checkbox' || value.length <= 8 || folded(value) === folded(userCode),
    );
    const typed = Object.fromEntries(known.map(({ name, value }) => [name, value]));
    for (const button of form.buttons) {
      await browser.submit(question, form, typed, { button, alone: true, from: 'elsewhere' });
    }
  }
}
