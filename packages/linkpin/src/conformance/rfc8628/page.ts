// The page where people give the code (RFC 8628 §3.3, RFC 9700): what can be seen of it without a script.
import type { Page } from '../browser.ts';
import { fail, pass, skip, Unreachable, type Check } from '../check.ts';
import { errorOf, header, inWords, type Exchange } from '../exchange.ts';
import { textOf } from '../html-forms.ts';
import { folded } from './codes.ts';
import { freshCode, isOpen, poll, type OAuthBench } from './device.ts';
import { answerEveryWay, browserOf, followLink, handsOn, isDecision, openCode, openPage, typeCode } from './person.ts';

/** Wrong codes that are tried before a limit should have been met. */
const guesses = 40;

export const pageChecks: readonly Check<OAuthBench>[] = [
  {
    name: 'D15-form',
    section: 'RFC 8628 §3.3',
    level: 'MUST',
    rule: 'At verification_uri there is a page with a form that needs no script.',
    why: 'People come with whatever browser they have at hand.',
    async run(bench) {
      const { exchange, forms, left } = await openPage(bench);
      if (left !== null) return skip('it sends people to another origin, where nothing is followed');
      const isPage = exchange.came.status === 200 && header(exchange, 'content-type').startsWith('text/html');
      return isPage && forms.length > 0 ? pass : fail(exchange, inWords(exchange), '200, a page with a form');
    },
  },
  {
    name: 'D54-typing',
    section: 'RFC 8628 §6.1',
    level: 'SHOULD',
    rule: 'A code is taken as people type it: in small letters, without its hyphen, or with spaces.',
    why: 'Phones write small letters, and people leave hyphens out.',
    async run(bench) {
      const { userCode } = await freshCode(bench);
      if (!isDecision(await openCode(bench, userCode))) throw new Unreachable('the page does not take its own code');
      const bare = userCode.replaceAll(/[^\dA-Za-z]/g, '');
      for (const typed of [bare, userCode.toLowerCase(), ` ${[...bare].join(' ')} `]) {
        const page = await openCode(bench, typed);
        if (isDecision(page)) continue;
        return fail(page.exchange, `"${typed}" is not taken for ${userCode}`, 'the same as for the code itself');
      }
      return pass;
    },
  },
  {
    name: 'D21-wrong-code',
    section: 'RFC 8628 §3.3',
    level: 'MUST',
    rule: 'A code that there is not gets an error on the page.',
    why: 'People would approve nothing, or something else.',
    async run(bench) {
      if (!bench.mayGuess) return skip('it takes a wrong code: --guess');
      const { userCode } = await freshCode(bench);
      if (!isDecision(await openCode(bench, userCode))) throw new Unreachable('the page does not take its own code');
      const page = await openCode(bench, otherCode(userCode, 1));
      return isDecision(page) ? fail(page.exchange, 'a question to be answered', 'an error') : pass;
    },
  },
  {
    name: 'D44-guesses',
    section: 'RFC 8628 §5.1',
    level: 'SHOULD',
    rule: `Of ${guesses} wrong codes in a row not every one is tried.`,
    why: 'Without a limit somebody tries codes until one is that of a stranger.',
    isLast: true,
    async run(bench) {
      if (!bench.mayGuess) return skip('it takes wrong codes: --guess');
      const code = await freshCode(bench);
      const browser = browserOf(bench, code);
      let page = await typeCode(browser, await browser.open(code.verificationUri), code.userCode, { limited: true });
      if (!isDecision(page)) throw new Unreachable('the page does not take its own code');
      page = await browser.open(code.verificationUri);
      for (let turn = 1; turn <= guesses; turn += 1) {
        page = await typeCode(browser, page, otherCode(code.userCode, turn), { limited: true });
        if (page.exchange.came.status === 429) return pass;
        page = await browser.open(code.verificationUri);
      }
      page = await typeCode(browser, page, code.userCode, { limited: true });
      return isDecision(page) ? fail(page.exchange, `all ${guesses} were tried`, '429, or another limit') : pass;
    },
  },
  {
    name: 'D25-compare',
    section: 'RFC 8628 §3.3.1',
    level: 'SHOULD',
    rule: 'With the complete link, the page shows the code, so that it can be compared with the device.',
    why: 'A link can come from anybody; the code on the screen is what tells.',
    async run(bench) {
      const code = await freshCode(bench);
      if (code.verificationUriComplete === null) return skip('there is no verification_uri_complete');
      const browser = browserOf(bench, code);
      const page = await followLink(browser, code.verificationUriComplete, code.userCode);
      if (!isDecision(page)) throw new Unreachable('the link leads to no question');
      const isShown = shows(page, code.userCode);
      // Where people sign in there may be several buttons, too.
      if (!isShown && bench.target.pageCookie === '') throw new Unreachable(unknownPage);
      return isShown ? pass : fail(page.exchange, `a question without ${code.userCode}`, 'the code, to be compared');
    },
  },
  {
    name: 'D26-choice',
    section: 'RFC 8628 §3.3.1',
    level: 'SHOULD',
    rule: 'With the complete link there is still a choice: a yes and a no.',
    why: 'Whoever sees what they did not ask for needs a way to say so.',
    async run(bench) {
      const code = await freshCode(bench);
      if (code.verificationUriComplete === null) return skip('there is no verification_uri_complete');
      const browser = browserOf(bench, code);
      const page = await followLink(browser, code.verificationUriComplete, code.userCode);
      const { length: buttons } = page.forms.flatMap((form) => form.buttons);
      if (buttons === 0 || !shows(page, code.userCode)) throw new Unreachable(unknownPage);
      return buttons >= 2 ? pass : fail(page.exchange, `a page with ${buttons} button`, 'two: yes and no');
    },
  },
  {
    name: 'D25-link-alone',
    section: 'RFC 8628 §3.3.1',
    level: 'MUST',
    rule: 'Opening the complete link decides nothing.',
    why: 'A picture in a mail, or a scanner of mails, would approve.',
    async run(bench) {
      const code = await freshCode(bench);
      if (code.verificationUriComplete === null) return skip('there is no verification_uri_complete');
      const page = await browserOf(bench, code).open(code.verificationUriComplete);
      // Nobody who is not signed in could decide.
      const isThere = shows(page, code.userCode) || page.forms.some((form) => handsOn(form, code.userCode));
      if (bench.target.pageCookie === '' && !isThere) throw new Unreachable(unknownPage);
      const exchange = await poll(bench, code);
      return errorOf(exchange) === 'authorization_pending'
        ? pass
        : fail(exchange, inWords(exchange), '400 authorization_pending');
    },
  },
  {
    name: 'B25-frames',
    section: 'RFC 9700 §4.16',
    level: 'MUST',
    rule: 'The page cannot be shown in a frame of another site.',
    why: 'A page laid over it lets people click on a yes that they do not see.',
    async run(bench) {
      const exchange = await readPage(bench);
      const hasHeader = /^\s*(deny|sameorigin)\s*$/i.test(header(exchange, 'x-frame-options'));
      return hasHeader || frameAncestors(header(exchange, 'content-security-policy'))
        ? pass
        : fail(exchange, 'neither frame-ancestors nor X-Frame-Options', 'one of them, or both');
    },
  },
  {
    name: 'B26-frame-ancestors',
    section: 'RFC 9700 §4.16',
    level: 'SHOULD',
    rule: 'The page says so by frame-ancestors in its Content-Security-Policy.',
    why: 'X-Frame-Options alone is not heeded where frames are in frames.',
    async run(bench) {
      const exchange = await readPage(bench);
      const policy = header(exchange, 'content-security-policy');
      return frameAncestors(policy) ? pass : fail(exchange, policy || 'no policy', "frame-ancestors 'none' or 'self'");
    },
  },
  {
    name: 'B14-cors',
    section: 'RFC 9700 §2.6',
    level: 'MUST',
    rule: 'Scripts of other sites may not read the page.',
    why: 'They could read what only its person should see, and send what only that person should.',
    async run(bench) {
      const { verificationUri } = await bench.sample();
      const origin = 'https://elsewhere.example';
      const headers = { accept: 'text/html', origin };
      const exchange = await bench.send({ method: 'GET', url: verificationUri, headers, body: null });
      const allowed = header(exchange, 'access-control-allow-origin');
      if (exchange.came.status >= 400) throw new Unreachable(`there is no page: ${inWords(exchange)}`);
      const isOpenToAll = allowed === '*' || allowed === origin;
      return isOpenToAll ? fail(exchange, `Access-Control-Allow-Origin: ${allowed}`, 'none') : pass;
    },
  },
  {
    name: 'B15-strangers',
    section: 'RFC 9700 §4.2.4',
    level: 'SHOULD',
    rule: 'The page loads nothing from other sites.',
    why: 'A script or a picture of somebody else learns of the codes on it.',
    async run(bench) {
      const exchange = await readPage(bench);
      const own = new URL(exchange.sent.url).origin;
      const loaded = exchange.came.body.matchAll(
        /<(?:script|img|iframe|link)\b[^>]*?\s(?:src|href)\s*=\s*["']?([^"'\s>]+)/gi,
      );
      const foreign = [...loaded].map(([, url = '']) => URL.parse(url, exchange.sent.url)).find(isForeignTo(own));
      return foreign === undefined || foreign === null ? pass : fail(exchange, foreign.href, 'files of its own');
    },
  },
  {
    name: 'B16-referrer',
    section: 'RFC 9700 §4.2.4',
    level: 'SHOULD',
    rule: 'A Referrer-Policy keeps the code out of the Referer of other sites.',
    why: 'The complete link holds the code, and would be told to whatever the page links to.',
    async run(bench) {
      const exchange = await readPage(bench);
      const said = header(exchange, 'referrer-policy');
      const inPage = /<meta[^>]+name\s*=\s*["']?referrer["']?[^>]*content\s*=\s*["']?([\w-]+)/i.exec(
        exchange.came.body,
      );
      const policy = (said || (inPage?.[1] ?? '')).split(',').at(-1)?.trim() ?? '';
      const isTight = /^(no-referrer|same-origin|origin|strict-origin|(strict-)?origin-when-cross-origin)$/.test(
        policy,
      );
      return isTight ? pass : fail(exchange, `Referrer-Policy: ${policy || '(none)'}`, 'no-referrer or same-origin');
    },
  },
  {
    name: 'B2-forged',
    section: 'RFC 9700 §4.7',
    level: 'MUST',
    rule: 'A form that another site sends in the name of a person who is signed in decides nothing.',
    why: 'Any page that such a person looks at could approve a device.',
    async run(bench) {
      const code = await freshCode(bench);
      const browser = browserOf(bench, code);
      const question = await typeCode(browser, await browser.open(code.verificationUri), code.userCode);
      if (!isDecision(question)) throw new Unreachable('the page does not take its own code');
      await answerEveryWay(browser, question, code.userCode);
      const exchange = await poll(bench, code);
      return isOpen(exchange) ? pass : fail(exchange, inWords(exchange), '400 authorization_pending');
    },
  },
];

const unknownPage =
  'the link leads to no question that shows the code: LINKPIN_PAGE_COOKIE takes the cookie of somebody';

const shows = ({ exchange }: Page, userCode: string): boolean =>
  exchange.came.status === 200 && folded(textOf(exchange.came.body)).includes(folded(userCode));

/** The page where codes are typed, or where people sign in first. @throws {Unreachable} if there is none */
async function readPage(bench: OAuthBench): Promise<Exchange> {
  const { exchange, left } = await openPage(bench);
  if (left !== null) throw new Unreachable('it sends people to another origin, where nothing is followed');
  if (exchange.came.status >= 400) throw new Unreachable(`there is no page: ${inWords(exchange)}`);
  return exchange;
}

const frameAncestors = (policy: string): boolean => /(^|;)\s*frame-ancestors\s+('none'|'self')/i.test(policy);

const isForeignTo =
  (own: string) =>
  (url: URL | null): boolean =>
    url !== null && /^https?:$/.test(url.protocol) && url.origin !== own;

/** Another code of the same form. */
const otherCode = (userCode: string, turn: number): string => {
  const [letters, digits] = ['BCDFGHJKLMNPQRSTVWXZ', '0123456789'];
  const moved = (symbol: string, alphabet: string, by: number): string =>
    alphabet[(alphabet.indexOf(symbol) + by) % alphabet.length] ?? symbol;
  return [...userCode]
    .map((symbol, at) => {
      const by = turn + at * 7 * turn;
      if (letters.includes(symbol)) return moved(symbol, letters, by);
      return digits.includes(symbol) ? moved(symbol, digits, by) : symbol;
    })
    .join('');
};
