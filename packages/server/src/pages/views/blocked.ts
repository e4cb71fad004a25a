// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import { deviceName } from '../device-name.ts';
import type { Frame, Html } from '../frame.ts';
import { formToken } from '../shell.ts';
import { relativeTime } from '../words/time.ts';

/** A blocked requester. Times are milliseconds since the epoch. */
export interface BlockedCard {
  readonly id: string;
  readonly name: string;
  readonly at: number;
  readonly until: number;
}

/** Renders the list of blocked requesters, each with an unblock button; empty if there are none. */
export function blockedList(frame: Frame, blocked: readonly BlockedCard[]): Html {
  if (blocked.length === 0) return html``;
  const words = frame.words.block;
  return html`<section class="card blocked">
    <h2>${words.title}</h2>
    <p class="hint">${words.text}</p>
    <ul>
      ${blocked.map(
        ({ id, name, at, until }) =>
          html`<li>
            <div>
              <p class="made"><bdi>${deviceName(name, frame.words)}</bdi></p>
              <p class="hint">
                ${words.since({ time: relativeTime(at, frame), count: Math.ceil((until - frame.now) / 86_400_000) })}
              </p>
            </div>
            <form method="post" action="${frame.base}/devices/unblock">
              ${formToken(frame)}
              <input type="hidden" name="id" value="${id}" />
              <button type="submit" class="button quiet small">
                ${words.unblock}<span class="unseen"
                  >${frame.words.frame.about.html({ name: deviceName(name, frame.words) })}</span
                >
              </button>
            </form>
          </li>`,
      )}
    </ul>
  </section>`;
}
