import type { Logger } from 'pino';
import type { AccountService } from '../accounts/account-service.ts';
import { readMailAddress } from '../config/mail.ts';
import type { Settings } from '../config/settings.ts';
import type { Observation } from './observation.ts';
import { nameOf } from '../domain/device-info.ts';
import { isLoopback } from '../domain/loopback.ts';
import { MailDelivery } from '../mail/delivery.ts';
import { createMailRequests } from '../mail/requests.ts';
import { createSmtp, greetServer, type Letter, type MailServer, type Send, type SendOutcome } from '../mail/smtp.ts';
import { writeLetter, type LetterContent, type LetterFrame } from '../pages/mail/letter.ts';
import { languageOf } from '../pages/words/choose.ts';
import { languages } from '../pages/words/languages.ts';
import { wordsIn } from '../pages/words/words.ts';
import type { Account } from '../service/ports/accounts.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Keys } from '../service/ports/keys.ts';
import { noMail, type Mail } from '../service/ports/mail.ts';
import type { QueuedMail } from '../service/ports/mail-queue.ts';
import type { Random } from '../service/ports/random.ts';
import type { Store } from '../service/ports/store.ts';

/** How long a link to choose a new password works that came by mail, in milliseconds. */
const resetLife = 60 * 60 * 1000;

/** What mail is made of. */
export interface MailSurroundings {
  readonly store: Pick<Store, 'accounts' | 'grants' | 'budgets' | 'mailQueue' | 'leads'>;
  readonly keys: Pick<Keys, 'keyedHash'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly observation: Pick<Observation, 'mail'>;
}

/** Asks for mails, and sends them. */
export interface MailParts {
  readonly requests: Mail;
  /** @returns undefined without a mail server */
  readonly deliver: (accountService: AccountService) => MailDelivery | undefined;
}

/** The settings of mail that is sent. */
interface MailSettings {
  readonly publicUrl: string;
  readonly look: LetterLook;
  /** Whether people sign in with passwords of ours. */
  readonly hasPasswords: boolean;
  readonly send: Send;
}

/** How mails look, whatever their language. */
type LetterLook = Pick<LetterFrame, 'service' | 'accent' | 'contact'>;

/** @param language of whoever reads; null if that is not known */
function frameFor(look: LetterLook, language: string | null): LetterFrame {
  const tag = languageOf(language) ?? 'en';
  return { ...look, words: wordsIn(tag), language: languages[tag] };
}

/** The mail server that the settings name. */
function serverOf({ mailServer, mailPassword, insecureMail }: Settings): MailServer | undefined {
  const address = mailServer === undefined ? undefined : readMailAddress(mailServer);
  if (address === undefined || typeof address === 'string') return undefined;
  return { ...address, password: mailPassword ?? null, mayBePlain: insecureMail || isLoopback(address.host) };
}

function mailSettingsOf(settings: Settings): MailSettings | undefined {
  const { publicUrl, mailFrom, name, accent, contact = null, passwords: hasPasswords } = settings;
  const server = serverOf(settings);
  if (server === undefined || mailFrom === undefined || publicUrl === undefined) return undefined;
  const { hostname } = new URL(publicUrl);
  const send = createSmtp(server, { name, address: mailFrom, hostName: hostname });
  return { publicUrl, look: { service: name, accent, contact }, hasPasswords, send };
}

/** Puts the asking for mails and their delivery together. */
export function createMailParts(settings: Settings, surroundings: MailSurroundings): MailParts {
  const mailSettings = mailSettingsOf(settings);
  if (mailSettings === undefined) return { requests: noMail, deliver: () => undefined };
  const { store, clock, log, observation } = surroundings;
  const { publicUrl, look, hasPasswords, send } = mailSettings;
  return {
    requests: createMailRequests({
      ...surroundings,
      queue: store.mailQueue,
      accounts: store.accounts,
      budgets: store.budgets,
      onTrouble: (error) => log.error({ err: error }, 'a mail could not be asked for'),
    }),
    deliver: (accountService) =>
      new MailDelivery({
        queue: store.mailQueue,
        budgets: store.budgets,
        clock,
        send: observation.mail(send),
        compose: (mail) => compose(mail, { store, accountService, publicUrl, look, hasPasswords }),
        leads: () => store.leads?.() !== false,
        perHour: settings.mailPerHour,
        onTrouble: (sentence) => log.warn(sentence),
      }),
  };
}

/** What a mail is written from. */
interface Composing {
  readonly store: Pick<Store, 'accounts' | 'grants'>;
  readonly accountService: AccountService;
  readonly publicUrl: string;
  readonly look: LetterLook;
  readonly hasPasswords: boolean;
}

/** What a mail says, and to whom. */
type Addressed = readonly [to: string, content: LetterContent];

/** Writes a mail, and makes the secret of its link. Undefined if there is nobody to send it to, or nothing to say any more. */
async function compose(mail: QueuedMail, composing: Composing): Promise<Letter | undefined> {
  const account = mail.account === null ? undefined : await composing.store.accounts.byId(mail.account);
  const addressed =
    mail.kind === 'invite' ? await invite(mail, composing) : account && (await toPerson(mail, account, composing));
  if (addressed === undefined) return undefined;
  const [to, content] = addressed;
  return { id: mail.id, to, ...(await writeLetter(content, frameFor(composing.look, account?.language ?? null))) };
}

async function invite(
  { address }: QueuedMail,
  { accountService: { registration }, publicUrl }: Composing,
): Promise<Addressed | undefined> {
  if (address === null || registration.rule !== 'invite') return undefined;
  const { secret } = await registration.invite();
  return [address, { kind: 'invite', url: `${publicUrl}/signup?invite=${secret}` }];
}

async function toPerson(mail: QueuedMail, account: Account, composing: Composing): Promise<Addressed | undefined> {
  const { id, username, email, emailConfirmed } = account;
  const { publicUrl, accountService } = composing;
  const { mailLinks } = accountService;
  const undo = (words: Parameters<typeof mailLinks.undo>[0]): string =>
    `${publicUrl}/undo?key=${mailLinks.undo(words)}`;
  const { kind, address } = mail;
  if (kind === 'address-changed') {
    if (address === null || address === email) return undefined;
    return [address, { kind, username, url: undo({ of: 'address', account: id, email: address }) }];
  }
  if (email === null) return undefined;
  if (kind === 'confirm') {
    const url = `${publicUrl}/confirm?key=${mailLinks.confirm(account, email)}`;
    return emailConfirmed ? undefined : [email, { kind, username, url }];
  }
  if (!emailConfirmed) return undefined;
  switch (kind) {
    case 'reset': {
      if (!composing.hasPasswords) return undefined;
      const { secret } = accountService.resets.make(account, resetLife);
      return [email, { kind, username, url: `${publicUrl}/reset?key=${secret}` }];
    }
    case 'password-changed':
    case 'password-reset': {
      const words = { of: 'password', account: id, password: mailLinks.passwordOf(account) } as const;
      const url = undo({ ...words, keepsPasskeys: kind === 'password-reset' });
      return [email, { kind: 'password-changed', username, url }];
    }
    case 'device-linked':
      return deviceLinked(mail, account, email, composing);
    case 'invite':
      return undefined;
  }
}

async function deviceLinked(
  { grant: grantId }: QueuedMail,
  { id, username }: Account,
  email: string,
  { store, accountService, publicUrl }: Composing,
): Promise<Addressed | undefined> {
  const grant = grantId === null ? undefined : await store.grants.byId(grantId);
  if (grant?.account !== id) return undefined;
  const { deviceInfo, linkedAt: at, place } = grant;
  const key = accountService.mailLinks.undo({ of: 'device', account: id, grant: grant.id });
  const device = nameOf(deviceInfo);
  return [email, { kind: 'device-linked', username, url: `${publicUrl}/undo?key=${key}`, device, at, place }];
}

/** What came of a mail that was sent to try the settings. */
export type MailTest = SendOutcome & {
  /** Where it was sent by, such as `smtp.example.org:587`. */
  readonly server: string;
};

/**
 * Sends a mail that says that mail works, at once and without a store.
 *
 * @returns undefined when the settings name no mail server
 */
export async function sendTestMail(settings: Settings, to: string, random: Random): Promise<MailTest | undefined> {
  const [server, mailSettings] = [serverOf(settings), mailSettingsOf(settings)];
  if (server === undefined || mailSettings === undefined) return undefined;
  const letter = await writeLetter({ kind: 'test', url: mailSettings.publicUrl }, frameFor(mailSettings.look, null));
  const outcome = await mailSettings.send({ id: random.id(), to, ...letter });
  return { ...outcome, server: nameOfServer(server) };
}

const nameOfServer = ({ host, port }: MailServer): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/**
 * Connects to the mail server and signs in there, and sends nothing.
 *
 * @returns undefined when the settings name no mail server
 */
export async function tryMailServer(settings: Settings): Promise<MailTest | undefined> {
  const server = serverOf(settings);
  if (server === undefined) return undefined;
  const hostName = new URL(settings.publicUrl ?? 'http://localhost').hostname;
  return { ...(await greetServer(server, { hostName })), server: nameOfServer(server) };
}
