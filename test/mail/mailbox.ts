// A mail server on this machine (npm's smtp-server), and what it was given.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { generate } from 'selfsigned';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { until } from '../support/until.ts';

/** A mail that arrived. */
export interface Arrived {
  readonly to: string;
  readonly from: string;
  /** Whether it came over TLS. */
  readonly isSecure: boolean;
  /** Who signed in for it. */
  readonly user: string | undefined;
  /** As it came. */
  readonly raw: string;
  /** As a program that reads mail reads it. */
  readonly mail: Email;
}

/** Everything between the client's words and the server's answers that a test may want otherwise. */
export interface MailboxOptions extends Pick<SMTPServerOptions, 'secure' | 'hideSTARTTLS' | 'authOptional'> {
  /** Who may sign in; nobody needs to when there is none. */
  readonly login?: { readonly user: string; readonly password: string };
  /** What is said to a recipient, or to a whole mail; undefined to take it. */
  readonly refuse?: (
    at: 'recipient' | 'mail',
    to: string,
  ) => { readonly code: number; readonly text: string } | undefined;
  /** Where to listen; default: a free port. */
  readonly port?: number;
}

/** A server that runs, and its mails. */
export interface Mailbox {
  readonly port: number;
  readonly arrived: readonly Arrived[];
  /** How many conversations were begun. */
  readonly connections: () => number;
  /** Waits for the mail with this number, from 1 up. */
  get(number: number): Promise<Arrived>;
  close(): Promise<void>;
}

/** The address of the link in a mail. */
export function linkIn({ mail }: Arrived): string {
  const [link] = /https?:\/\/\S+\?(?:key|invite)=\S+/.exec(mail.text ?? '') ?? [];
  if (link === undefined) throw new Error(`no link in ${mail.text}`);
  return link;
}

class Refused extends Error {
  readonly responseCode: number;
  constructor(code: number, words: string) {
    super(words);
    this.responseCode = code;
  }
}

export async function openMailbox({
  login,
  refuse = () => undefined,
  port = 0,
  ...more
}: MailboxOptions = {}): Promise<Mailbox> {
  const arrived: Arrived[] = [];
  let connections = 0;
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 });
  const refusal = (at: 'recipient' | 'mail', to: string): Error | null => {
    const said = refuse(at, to);
    return said === undefined ? null : new Refused(said.code, said.text);
  };
  const server = new SMTPServer({
    key,
    cert,
    authOptional: login === undefined,
    ...more,
    ...(login === undefined ? { disabledCommands: ['AUTH'] } : {}),
    onConnect(_session, done) {
      connections += 1;
      done();
    },
    onAuth({ username, password }, _session, done) {
      if (username === login?.user && password === login?.password) done(null, { user: username });
      else done(new Refused(535, '5.7.8 Authentication failed'));
    },
    onRcptTo: ({ address }, _session, done) => done(refusal('recipient', address)),
    async onData(stream, session, done) {
      const raw = await text(stream);
      const to = session.envelope.rcptTo.map(({ address }) => address).join(' ');
      const refused = refusal('mail', to);
      if (refused !== null) return done(refused);
      const { mailFrom } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      const mail = await PostalMime.parse(raw);
      arrived.push({ to, from, isSecure: session.secure, user: session.user, raw, mail });
      return done(null, '2.0.0 Ok: queued');
    },
  });
  // Whoever goes away in the middle is no trouble of the test.
  server.on('error', () => {});
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  return {
    port: (listening.address() as AddressInfo).port,
    arrived,
    connections: () => connections,
    async get(number) {
      await until(`mail ${number}`, () => arrived.length >= number);
      return arrived[number - 1] as Arrived;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
