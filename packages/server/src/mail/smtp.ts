import type { Transporter } from 'nodemailer';
import type { SentMessageInfo } from 'nodemailer/lib/smtp-transport';

/** How long each step of the conversation with a server may take, in milliseconds. */
const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

/** How long all of it may take, in milliseconds. */
export const longestSending: number = 60_000;

/** The server that takes mail. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise by STARTTLS. */
  readonly implicitTls: boolean;
  readonly user: string | null;
  readonly password: string | null;
  /** It may be spoken to without TLS, or under a certificate that nobody vouches for. */
  readonly mayBePlain: boolean;
}

/** Whom mail is from. */
export interface Sender {
  readonly name: string;
  readonly address: string;
  /** What this host calls itself to the server. */
  readonly hostName: string;
}

/** A mail that is written. */
export interface Letter {
  /** Tells it from others, and stays the same when it is sent again. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What became of a mail. The reply is one line without the recipient's address. */
export type SendOutcome =
  | { readonly fault: null; readonly reply: string }
  /** The mailbox or the mail is refused for good. */
  | { readonly fault: 'refused'; readonly reply: string }
  /** It is refused for now. */
  | { readonly fault: 'later'; readonly reply: string }
  /** The server cannot be reached, does not let us in, or does not speak as it should. */
  | { readonly fault: 'server'; readonly reply: string };

/** Sends a mail; never throws. */
export type Send = (letter: Letter) => Promise<SendOutcome>;

/** The longest reply that is passed on, in characters. */
const longestReply = 200;

/** What nodemailer says of a failure. */
interface SmtpFailure {
  readonly message?: string;
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

function replyOf(text: string, to: string): string {
  const line = (to === '' ? text : text.replaceAll(to, '…')).replaceAll(/[\p{Cc}\p{Z}]+/gu, ' ').trim();
  return line.length > longestReply ? `${line.slice(0, longestReply - 1)}…` : line;
}

/** Whether it is the mail that is refused, and not the sender of all. */
const isAboutMail = ({ code, command }: SmtpFailure): boolean =>
  code === 'EMESSAGE' || (code === 'EENVELOPE' && command !== 'MAIL FROM');

function outcomeOf(error: unknown, to: string): SendOutcome {
  const failure = error as SmtpFailure;
  const { response, message = String(error), responseCode = 0 } = failure;
  const reply = replyOf(response ?? message, to);
  if (!isAboutMail(failure)) return { fault: 'server', reply };
  return { fault: responseCode >= 500 ? 'refused' : 'later', reply };
}

/** Whether a text would end the line of a header. */
const hasLineEnd = (text: string): boolean => /[\r\n\0]/.test(text);

/** @param hostName what this host calls itself */
async function open(
  { host, port, implicitTls, user, password, mayBePlain }: MailServer,
  hostName: string,
): Promise<Transporter<SentMessageInfo>> {
  const { createTransport } = await import('nodemailer');
  return createTransport({
    host,
    port,
    secure: implicitTls,
    requireTLS: !implicitTls && !mayBePlain,
    name: hostName,
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: !mayBePlain },
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    ...patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** Connects to a server and signs in there, without sending anything; never throws. */
export async function greetServer(server: MailServer, { hostName }: Pick<Sender, 'hostName'>): Promise<SendOutcome> {
  let transport: Transporter<SentMessageInfo> | undefined;
  try {
    transport = await open(server, hostName);
    await transport.verify();
    return { fault: null, reply: '' };
  } catch (error) {
    return { ...outcomeOf(error, ''), fault: 'server' };
  } finally {
    transport?.close();
  }
}

/**
 * Speaks SMTP to a server, in a connection for each mail. Nothing is loaded before the first.
 *
 * @returns a function that sends
 */
export function createSmtp(server: MailServer, from: Sender): Send {
  return async ({ id, to, subject, text, html }) => {
    if ([id, to, subject, from.name, from.address].some(hasLineEnd)) {
      return { fault: 'refused', reply: 'A header of the mail has a line end.' };
    }
    let transport: Transporter<SentMessageInfo> | undefined;
    let timer: NodeJS.Timeout | undefined;
    try {
      transport = await open(server, from.hostName);
      const tooLong = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('The conversation took too long.')), longestSending);
      });
      const sending = transport.sendMail({
        from: { name: from.name, address: from.address },
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
      const { response } = await Promise.race([sending, tooLong]);
      return { fault: null, reply: replyOf(response, to) };
    } catch (error) {
      return outcomeOf(error, to);
    } finally {
      clearTimeout(timer);
      transport?.close();
    }
  };
}
