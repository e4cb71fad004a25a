// Pure: no I/O, no clock, no randomness.
import { html } from 'hono/html';
import type { DeviceKind } from './device-kind.ts';
import type { Html } from './frame.ts';

const glyph = (strokes: Html): Html =>
  html`<svg class="glyph" viewBox="0 0 32 32" aria-hidden="true" focusable="false">${strokes}</svg>`;

const kinds: Readonly<Record<DeviceKind, Html>> = {
  tv: glyph(html`<rect x="3" y="6" width="26" height="17" rx="2.5" /><path d="M11 27h10M16 23v4" />`),
  console: glyph(
    html`<path
        d="M10 9h12a7 7 0 0 1 6.9 8.2l-.8 4.3a3 3 0 0 1-5.2 1.4L20.500 20h-9l-2.400 2.900a3 3 0 0 1-5.200-1.400l-.800-4.300A7 7 0 0 1 10 9z"
      /><path d="M10.500 12.500v4M8.500 14.500h4M20.500 14.500h.01M23.500 14.500h.01" />`,
  ),
  phone: glyph(html`<rect x="9" y="3" width="14" height="26" rx="3" /><path d="M14.500 25h3" />`),
  tablet: glyph(html`<rect x="5" y="3" width="22" height="26" rx="3" /><path d="M14.500 25h3" />`),
  computer: glyph(html`<rect x="6" y="6" width="20" height="14" rx="2" /><path d="M2.500 25.500h27L26 20H6z" />`),
  terminal: glyph(
    html`<rect x="3" y="6" width="26" height="20" rx="2.5" /><path d="M9 12.500l4 3.500-4 3.500M16 20h6" />`,
  ),
  speaker: glyph(
    html`<rect x="8" y="3" width="16" height="26" rx="3" /><circle cx="16" cy="19" r="4.5" /><path d="M16 9h.01" />`,
  ),
  server: glyph(
    html`<rect x="4" y="5" width="24" height="9" rx="2" /><rect x="4" y="18" width="24" height="9" rx="2" /><path
        d="M9 9.500h.01M9 22.500h.01M14 9.500h9M14 22.500h9"
      />`,
  ),
  device: glyph(
    html`<rect x="6" y="6" width="20" height="20" rx="4" /><path
        d="M12 2.500V6M20 2.500V6M12 26v3.500M20 26v3.500M2.500 12H6M2.500 20H6M26 12h3.500M26 20h3.500"
      />`,
  ),
};

/** The icon of a kind of device, shown next to its name. */
export const deviceGlyph = (kind: DeviceKind): Html => kinds[kind];

/** The logo: two linked screens. */
export const mark: Html = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
  <rect class="mark-far" x="2" y="4" width="21" height="16" rx="4" />
  <rect class="mark-near" x="15" y="11" width="14" height="18" rx="4" />
  <path class="mark-check" d="M18.500 20.300l2.600 2.600 4.600-5" />
</svg>`;

/** Small icons at the start of a line. */
export const signs: Readonly<Record<'place' | 'onward' | 'time' | 'warning' | 'check' | 'cross' | 'end', Html>> = {
  place: glyph(
    html`<path d="M16 29s9-8.500 9-16a9 9 0 0 0-18 0c0 7.500 9 16 9 16z" /><circle cx="16" cy="13" r="3.2" />`,
  ),
  onward: glyph(html`<path class="onward" d="M5 16h21M18 8l8 8-8 8" />`),
  time: glyph(html`<circle cx="16" cy="16" r="12" /><path d="M16 9v7l4.500 3" />`),
  warning: glyph(html`<path d="M16 4.500l12.500 22h-25z" /><path d="M16 13v6M16 22.800h.01" />`),
  check: glyph(html`<circle cx="16" cy="16" r="13" /><path d="M10 16.500l4.300 4.300L22.500 12" />`),
  cross: glyph(html`<circle cx="16" cy="16" r="13" /><path d="M11.500 11.500l9 9M20.500 11.500l-9 9" />`),
  end: glyph(html`<circle cx="16" cy="16" r="13" /><path d="M16 9v8M16 22h.01" />`),
};
