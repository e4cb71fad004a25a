// Pure: no I/O, no clock, no randomness.

/** The background of every page; page.css has the same. */
export const paperColours = { light: '#f4f3ee', dark: '#111413' } as const;

/** The default accent of each scheme. */
const own = { light: '#0f6e5f', dark: '#54cdb5' } as const;

/** The background of accent-coloured text: the less favourable of the two of each scheme; page.css has the same. */
const grounds = { light: '#f4f3ee', dark: '#1c211f' } as const;

/** Minimum contrast of text (WCAG 2 AA). */
export const enoughContrast = 4.5;

type Colour = readonly [red: number, green: number, blue: number];

const parse = (hex: string): Colour => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as never;
const print = (colour: Colour): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Colour;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast ratio of two colours, 1 to 21 (WCAG 2). */
export function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(parse(one)), luminance(parse(other))].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** Mixes a colour with another until it has enough contrast on its background. */
function readable(colour: string, towards: '#000000' | '#ffffff', ground: string): string {
  const from = parse(colour);
  const to = parse(towards);
  for (let step = 0; step <= 50; step += 1) {
    const mixed = print(from.map((part, index) => part + ((to[index] ?? 0) - part) * (step / 50)) as never);
    if (contrast(mixed, ground) >= enoughContrast) return mixed;
  }
  return towards;
}

/** The contrast of an accent with the background of text in the dark. */
export const darkContrast = (accent: string): number => contrast(accent, grounds.dark);

const inkOn = (ground: string): string => (contrast('#ffffff', ground) >= enoughContrast ? '#ffffff' : '#000000');

/** An accent, and the colour of text on it. */
export interface AccentColours {
  readonly accent: string;
  readonly ink: string;
}

/**
 * The operator's accent for both schemes, adjusted for contrast.
 *
 * @param accent `#rrggbb`; undefined for the default
 * @param accentDark the same in the dark; undefined for the accent, made lighter
 */
export function accentColours(
  accent: string | undefined,
  accentDark?: string,
): Readonly<Record<'light' | 'dark', AccentColours>> {
  const light = readable(accent ?? own.light, '#000000', grounds.light);
  const dark = readable(accentDark ?? accent ?? own.dark, '#ffffff', grounds.dark);
  return { light: { accent: light, ink: inkOn(light) }, dark: { accent: dark, ink: inkOn(dark) } };
}

const declare = ({ accent, ink }: AccentColours): string => `--accent:${accent};--accent-ink:${ink}`;

/**
 * Makes the style sheet with the operator's accent, adjusted for contrast in both schemes.
 *
 * @param accent `#rrggbb`; undefined for the default
 * @param accentDark the same in the dark; undefined for the accent, made lighter
 */
export function themeCss(accent: string | undefined, accentDark: string | undefined): string {
  const { light, dark } = accentColours(accent, accentDark);
  return `:root{${declare(light)}}\n@media (prefers-color-scheme:dark){:root{${declare(dark)}}}\n.tv{${declare(dark)}}\n`;
}
