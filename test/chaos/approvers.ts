// People who decide about pins: on the pages, or through a device of theirs that may approve others.
import { setTimeout as pause } from 'node:timers/promises';
import { Person, type Page } from '../harness/person.ts';
import { password } from '../harness/people.ts';
import type { Recorder, Send } from './recorder.ts';

/** Somebody with an account. */
export interface Approver {
  readonly account: string;
  /** Whether the service has ever said that there were too many wrong codes, or attempts of whatever kind. */
  readonly wasLocked: boolean;
  /** Decides about the pin with this code, and tries again until the service has answered. */
  decide(code: string, answer: 'approve' | 'deny'): Promise<void>;
}

/** Between two tries, in milliseconds. */
const pace = 150;

/** Whether the service has answered, whatever it said. */
const isFine = ({ status }: { readonly status: number }): boolean => status < 500 && status !== 429;

/** So far away that only what never works is found out by it, in milliseconds. */
const far = 120_000;

/** Does it until the service has answered and nothing broke on the way. */
async function untilAnswered(act: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + far;
  while (performance.now() < end) {
    try {
      if (await act()) return;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    await pause(pace);
  }
  throw new Error('The service has answered nobody for two minutes.');
}

/** A person with a browser, who does one thing after the other. */
export function byPage(url: string, account: string, from: string, recorder: Recorder, send: Send): Approver {
  const browser = new Person(url, undefined, recorder.browser(account, from, send));
  let wasLocked = false;
  const seen = (page: Page): boolean => {
    wasLocked ||= page.status === 429;
    return isFine(page);
  };
  let before: Promise<void> = Promise.resolve();

  async function answer(code: string, says: 'approve' | 'deny'): Promise<boolean> {
    let link = await browser.get('/link');
    if (link.path === '/signin' && isFine(link)) link = await browser.fillIn(link, { name: account, password });
    if (!seen(link) || link.path !== '/link') return false;
    const page = await browser.fillIn(link, { code });
    // Without a question on it, the page says what became of the pin.
    if (!page.forms.some(({ names }) => names.has('answer'))) return seen(page);
    return seen(await browser.fillIn(page, says === 'approve' ? { mine: 'on', answer: 'yes' } : { answer: 'no' }));
  }

  return {
    account,
    get wasLocked() {
      return wasLocked;
    },
    decide(code, says) {
      before = before.then(() => untilAnswered(() => answer(code, says)));
      return before;
    },
  };
}

/** A person with a device that may approve others, by its token. */
export function byDelegate(
  url: string,
  { account, token }: { readonly account: string; readonly token: string },
  from: string,
  recorder: Recorder,
  send: Send,
): Approver {
  const asked = recorder.delegate(account, from, send);
  let wasLocked = false;
  return {
    account,
    get wasLocked() {
      return wasLocked;
    },
    decide: (code, answer) =>
      untilAnswered(async () => {
        const to = `${url}/api/v2/pins/link?code=${encodeURIComponent(code)}`;
        const headers = { 'x-plex-token': token, 'x-plex-client-identifier': `delegate of ${account}` };
        const { status } = await asked(new Request(to, { method: answer === 'approve' ? 'PUT' : 'DELETE', headers }));
        wasLocked ||= status === 429;
        return isFine({ status });
      }),
  };
}
