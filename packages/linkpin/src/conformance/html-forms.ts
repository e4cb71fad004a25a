// The forms of a page, as a browser without scripts sees them. No I/O.

/** A button that sends a form. */
export interface Button {
  readonly name: string;
  readonly value: string;
}

/** A field of a form. */
export interface Field {
  readonly name: string;
  /** `text` where none is given. */
  readonly type: string;
  readonly value: string;
  /** A box that is ticked. */
  readonly checked: boolean;
}

/** A form of a page. */
export interface Form {
  /** Empty where it goes to the page's own address. */
  readonly action: string;
  readonly isPost: boolean;
  readonly fields: readonly Field[];
  readonly buttons: readonly Button[];
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replaceAll(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return entities[name] ?? whole;
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>"']+))`, 'i').exec(tag);
  const value = match?.[1] ?? match?.[2] ?? match?.[3];
  return value === undefined ? undefined : unescaped(value);
}

const isBare = (tag: string, name: string): boolean => new RegExp(`\\s${name}(?=[\\s=/>])`, 'i').test(tag);

const controlTag = /<(input|button|textarea|select)\b(?:[^>"']|"[^"]*"|'[^']*')*>/gi;

interface Control {
  readonly tag: string;
  readonly type: string;
}

const controlsIn = (html: string): readonly Control[] =>
  [...html.matchAll(controlTag)].map(([tag, element = '']) => {
    const kind = element.toLowerCase();
    if (kind === 'select' || kind === 'textarea') return { tag, type: kind };
    return { tag, type: (attribute(tag, 'type') ?? (kind === 'button' ? 'submit' : 'text')).toLowerCase() };
  });

const sends = ({ type }: Control): boolean => type === 'submit' || type === 'image';

/** The forms of a page. A button may stand outside of its form and name it. */
export function formsOf(html: string): readonly Form[] {
  const page = html.replaceAll(/<!--[\s\S]*?-->/g, '').replaceAll(/<(script|template)\b[\s\S]*?<\/\1\s*>/gi, '');
  return [...page.matchAll(/<form\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)(?:<\/form>|$)/gi)].map(
    ([, opening = '', content = '']) => {
      const id = attribute(` ${opening}`, 'id');
      const outside = page.replace(content, '');
      const named = id === undefined ? [] : controlsIn(outside).filter(({ tag }) => attribute(tag, 'form') === id);
      const controls = [...controlsIn(content), ...named];
      return {
        action: attribute(` ${opening}`, 'action') ?? '',
        isPost: attribute(` ${opening}`, 'method')?.toLowerCase() === 'post',
        fields: controls
          .filter((control) => !sends(control) && control.type !== 'button' && control.type !== 'reset')
          .map(({ tag, type }) => ({
            name: attribute(tag, 'name') ?? '',
            type,
            value: attribute(tag, 'value') ?? (type === 'checkbox' || type === 'radio' ? 'on' : ''),
            checked: isBare(tag, 'checked'),
          })),
        buttons: controls.filter(sends).map(({ tag }) => ({
          name: attribute(tag, 'name') ?? '',
          value: attribute(tag, 'value') ?? '',
        })),
      };
    },
  );
}

/** The text of a page, without markup, scripts and styles; what stands in fields that people see is included. */
export const textOf = (html: string): string =>
  unescaped(
    html
      .replaceAll(/<!--[\s\S]*?-->/g, '')
      .replaceAll(/<(script|style|template)\b[\s\S]*?<\/\1\s*>/gi, '')
      .replaceAll(/<input\b[^>]*\stype\s*=\s*["']?hidden\b[^>]*>/gi, '')
      .replaceAll(/<[^>]*\svalue\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>/gi, ' $1$2 ')
      .replaceAll(/<[^>]*>/g, ''),
  );
