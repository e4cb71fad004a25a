// Pure: no I/O, no clock, no randomness. How a mail looks: colours as in page.css and theme.ts. Programs that read mail often
// take no style sheet, so what matters stands at each element; the sheet brings the dark colours.
import { accentColours } from '../theme.ts';

const sans = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',sans-serif";

/** The style attributes of the parts of a mail. */
export type LetterStyles = Readonly<
  Record<'body' | 'card' | 'brand' | 'title' | 'name' | 'value' | 'button' | 'danger' | 'small' | 'foot', string>
>;

/** @param accent `#rrggbb`; undefined for the default */
export function letterStyles(accent: string | undefined): LetterStyles {
  const { light } = accentColours(accent);
  const button = 'display:inline-block;border-radius:10px;padding:14px 22px;font-weight:600;text-decoration:none';
  return {
    body: `margin:0;padding:24px 12px;background:#f4f3ee;color:#1b1f1e;font:16px/1.5 ${sans}`,
    card: 'box-sizing:border-box;max-width:560px;margin:0 auto;padding:28px;border-radius:14px;background:#ffffff;overflow-wrap:anywhere',
    brand: `margin:0 0 20px;font-weight:600;color:${light.accent}`,
    title: 'margin:0 0 20px;font-size:22px;line-height:1.3',
    name: 'margin:12px 0 0;font-size:14px;color:#565e5a',
    value: 'margin:0',
    button: `${button};background:${light.accent};color:${light.ink}`,
    danger: `${button};background:#a5281c;color:#ffffff`,
    small: 'font-size:14px;color:#565e5a',
    foot: 'max-width:560px;margin:16px auto 0;padding:0 28px;font-size:13px;color:#565e5a',
  };
}

/** The style sheet of a mail. */
export function letterSheet(accent: string | undefined): string {
  const { light, dark } = accentColours(accent);
  return `:root{color-scheme:light dark}a{color:${light.accent}}@media (prefers-color-scheme:dark){
body{background:#111413!important;color:#eef2f0!important}.card{background:#1c211f!important}
a,.brand{color:${dark.accent}!important}.soft{color:#a9b3ae!important}
a.go{background:${dark.accent}!important;color:${dark.ink}!important}a.danger{background:#ff9c90!important;color:#2c0703!important}}`;
}
