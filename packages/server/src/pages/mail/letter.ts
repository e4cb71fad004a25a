// Pure: no I/O, no clock, no randomness. What a mail says, as plain text and as HTML.
import { html, raw } from 'hono/html';
import type { Place } from '../../domain/place.ts';
import type { Html } from '../frame.ts';
import { quoted, unlinked } from './quoted.ts';
import { letterSheet, letterStyles } from './style.ts';
import type { LanguageFacts } from '../words/languages.ts';
import type { Words } from '../words/catalogue.ts';

/** What a mail is about, and its link. */
export type LetterContent =
  | { readonly kind: 'invite' | 'test'; readonly url: string }
  | { readonly kind: 'reset' | 'confirm'; readonly username: string; readonly url: string }
  | { readonly kind: 'password-changed' | 'address-changed'; readonly username: string; readonly url: string }
  | {
      readonly kind: 'device-linked';
      readonly username: string;
      readonly url: string;
      /** The name that the device gives itself, sanitized for display. */
      readonly device: string;
      /** Milliseconds since the epoch. */
      readonly at: number;
      readonly place: Place | null;
    };

/** The service that writes, and the language of whoever reads. */
export interface LetterFrame {
  readonly words: Words;
  readonly language: LanguageFacts;
  /** The service's name. */
  readonly service: string;
  /** Accent colour, `#rrggbb`; undefined for the default. */
  readonly accent: string | undefined;
  /** Where the operator answers questions; null for nowhere. */
  readonly contact: string | null;
}

/** A mail without its recipient. */
export interface LetterParts {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The parts of a mail in their order. */
interface Body {
  readonly subject: string;
  readonly hello: string;
  readonly text: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** What comes before the link. */
  readonly lead: string | null;
  readonly link: { readonly label: string; readonly url: string; readonly isDanger: boolean } | null;
  readonly note: string | null;
}

function bodyOf(content: LetterContent, { service, words: { mail: words }, language }: LetterFrame): Body {
  const hello = 'username' in content ? words.hello({ name: unlinked(content.username) }) : words.helloNobody;
  const plain = { hello, facts: [], lead: null, note: null };
  const { kind, url } = content;
  const notMe = { lead: words.notMeLead, link: { label: words.notMe, url, isDanger: true } };
  switch (kind) {
    case 'invite': {
      const { subject, text, button, note } = words.invite;
      const link = { label: button, url, isDanger: false };
      return { ...plain, subject: subject({ service }), text: text({ service }), link, note };
    }
    case 'test':
      return { ...plain, subject: words.test.subject({ service }), text: words.test.text, link: null };
    case 'reset':
    case 'confirm': {
      const { subject, text, button, note } = words[kind];
      return { ...plain, subject: subject({ service }), text, link: { label: button, url, isDanger: false }, note };
    }
    case 'password-changed':
    case 'address-changed': {
      const { subject, text } = kind === 'password-changed' ? words.passwordChanged : words.addressChanged;
      return { ...plain, ...notMe, subject: subject({ service }), text };
    }
    case 'device-linked': {
      const device = quoted(content.device);
      const format = new Intl.DateTimeFormat(language.locale, {
        dateStyle: 'long',
        timeStyle: 'short',
        timeZone: 'UTC',
      });
      const place = [content.place?.city, content.place?.country].filter((part) => part).join(', ');
      const facts: Body['facts'] = [
        [words.device, device],
        [words.when, words.utc({ time: format.format(content.at) })],
        ...(place === '' ? [] : [[words.where, place] as const]),
      ];
      const { subject, text } = words.deviceLinked;
      return { ...plain, ...notMe, subject: subject({ service }), text: text({ device }), facts };
    }
  }
}

function textOf({ hello, text, facts, lead, link, note }: Body, automatic: string): string {
  const blocks = [
    hello,
    text,
    facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    lead,
    link === null ? null : lead === null ? `${link.label}:\n${link.url}` : link.url,
    note,
    `-- \n${automatic}`,
  ];
  return `${blocks.filter((block) => block !== null && block !== '').join('\n\n')}\n`;
}

function htmlOf({ subject, hello, text, facts, lead, link, note }: Body, frame: LetterFrame, automatic: string): Html {
  const style = letterStyles(frame.accent);
  const button = link?.isDanger === true ? style.danger : style.button;
  return html`<!doctype html>
    <html lang="${frame.language.tag}" dir="${frame.language.dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no" />
        <title>${subject}</title>
        <style>
          ${raw(letterSheet(frame.accent))}
        </style>
      </head>
      <body style="${style.body}">
        <main class="card" style="${style.card}">
          <p class="brand" style="${style.brand}">${frame.service}</p>
          <h1 style="${style.title}">${subject}</h1>
          <p>${hello}</p>
          <p>${text}</p>
          ${facts.length === 0 ? '' : html`<dl>${facts.map(factOf)}</dl>`} ${lead === null ? '' : html`<p>${lead}</p>`}
          ${
            link === null
              ? ''
              : html`<p>
                    <a class="${link.isDanger ? 'danger' : 'go'}" style="${button}" href="${link.url}">${link.label}</a>
                  </p>
                  <p class="soft" style="${style.small}">
                    ${frame.words.mail.ifThatFails}<br /><a href="${link.url}">${link.url}</a>
                  </p>`
          }
          ${note === null ? '' : html`<p class="soft" style="${style.small}">${note}</p>`}
        </main>
        <footer class="soft" style="${style.foot}">${automatic}</footer>
      </body>
    </html>`;

  function factOf([name, value]: readonly [name: string, value: string]): Html {
    return html`<dt class="soft" style="${style.name}">${name}</dt>
      <dd style="${style.value}">${value}</dd>`;
  }
}

/** Writes a mail. */
export async function writeLetter(content: LetterContent, frame: LetterFrame): Promise<LetterParts> {
  const body = bodyOf(content, frame);
  const { mail, frame: general } = frame.words;
  const automatic = [
    mail.automatic({ service: frame.service }),
    ...(frame.contact === null ? [] : [general.contact({ contact: frame.contact })]),
  ].join(' ');
  const page = await htmlOf(body, frame, automatic);
  return { subject: body.subject, text: textOf(body, automatic), html: page.replaceAll(/^ +/gm, '') };
}
