import {
  readPrivateFile,
  signIn,
  systemBrowser,
  untilEnter,
  type OpenPage,
  type SignInEvent,
  type SignInScreen,
} from '@linkpin/client/cli';
import { Failure } from '../failure.ts';
import { oauthFile, oauthStore } from '../credentials/oauth-store.ts';
import type { Screen } from '../login/screen.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { styleOf } from '../terminal/style.ts';
import { toFailure } from './failures.ts';
import type { Target } from './target.ts';

const say = (text: string): void => void process.stderr.write(text);

/** How a person is asked. */
export interface LoginContext {
  readonly screen: Screen;
  /** Aborting it cancels the sign-in. */
  readonly signal: AbortSignal;
  /** Prompts for another code after one has expired and resolves on consent. Absent if the input is not interactive. */
  readonly anotherCode?: (() => Promise<void>) | undefined;
}

/**
 * Signs this machine in at an OAuth server: in its own browser if there is one and the server supports that, else with
 * a code. Keeps the tokens and prints one line without them.
 *
 * @throws {Failure} if it does not succeed or is cancelled
 */
export async function oauthLogin(
  target: Target,
  { method, json }: { readonly method: 'browser' | 'code' | undefined; readonly json: boolean },
  context: LoginContext,
): Promise<void> {
  const { screen, signal } = context;
  const path = oauthFile();
  const isNew = (await readPrivateFile(path)) === undefined;
  const openPage = systemBrowser();
  const { shown, signedIn } = screenOf(context, method, openPage);
  try {
    const store = await oauthStore();
    await signIn({
      ...target,
      name: 'linkpin',
      store,
      method,
      again: true,
      screen: shown,
      openPage,
      signal,
    });
  } catch (error) {
    throw signal.aborted ? new Failure('Cancelled.', 2) : await toFailure(target, error);
  } finally {
    screen.end();
  }
  const { issuer, clientId, scope, expiresAt, keptIn } = signedIn();
  if (json) process.stdout.write(jsonLine({ issuer, clientId, scope, expiresAt, storedIn: keptIn }));
  else {
    const { live, green } = styleOf(process.stdout);
    process.stdout.write(`${live ? `${green('✓')} ` : ''}Signed in at ${plainText(issuer)}\n`);
  }
  if (!isNew) return;
  say(
    keptIn === path
      ? `The tokens are in ${path}, which only you can read.\n`
      : "The tokens are in the system's keyring.\n",
  );
}

type SignedIn = Extract<SignInEvent, { kind: 'signed_in' }>;

/** Shows a sign-in on the screen of the command, and remembers how it ended. */
function screenOf(
  { screen, anotherCode }: LoginContext,
  method: 'browser' | 'code' | undefined,
  openPage: OpenPage | null,
): { readonly shown: SignInScreen; readonly signedIn: () => SignedIn } {
  const canType = anotherCode !== undefined;
  let end: SignedIn | undefined;
  // Where the server has no page for the browser, the one where the code is entered opens.
  let opensLinkPage = method === undefined && styleOf(process.stderr).live;
  const show = (event: SignInEvent): void => {
    switch (event.kind) {
      case 'browser': {
        opensLinkPage = false;
        say(
          `Sign in on the page that opens in your browser, or open it there yourself:\n\n${plainText(event.url)}\n\n`,
        );
        const other =
          canType && method === undefined
            ? 'Press Enter for a code instead'
            : 'For a browser elsewhere, run it again with --device';
        say(`Waiting for ten minutes. ${other}.\n`);
        break;
      }
      case 'code': {
        const { code, url: linkUrl, urlWithCode, expiresIn: remaining, isResumed } = event;
        if (isResumed) say('The code of an earlier run still waits.\n');
        screen.show({ code, linkUrl, qrText: urlWithCode ?? linkUrl, remaining });
        if (opensLinkPage) openPage?.(urlWithCode ?? linkUrl, () => {});
        break;
      }
      case 'pending':
      case 'opened':
      case 'retrying':
        screen.update(event);
        break;
      case 'signed_in':
        end = event;
        break;
      case 'failed':
        break; // thrown as well
    }
  };
  return {
    shown: {
      show,
      wantsCode: canType ? (signal) => untilEnter(process.stdin, signal) : undefined,
      wantsAnotherCode: anotherCode && (() => (screen.end(), anotherCode())),
    },
    signedIn: () => {
      if (end === undefined) throw new Error('a sign-in ended without tokens');
      return end;
    },
  };
}
