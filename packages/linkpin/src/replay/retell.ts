// Pure: a recorded body as it is told now.
import type { Json, Texts, XmlElement } from '../transcript/transcript.ts';

/** What is different now. */
export interface Retelling {
  /** What the recorded client said of itself, with what this client says instead. */
  readonly instead: ReadonlyMap<string, string>;
  /** How much later it is, in milliseconds. */
  readonly later: number;
}

/** A time as plex.tv writes it in JSON, with or without milliseconds, and in XML. */
const times = /^(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(\.\d{3})?( UTC|Z)$/;

/** The same time, so much later; undefined for a text that is no time. */
function timeLater(text: string, later: number): string | undefined {
  const [, day, separator, time, fraction = '', zone] = times.exec(text) ?? [];
  const moved = new Date(Date.parse(`${day}T${time}Z`) + later);
  if (Number.isNaN(moved.getTime())) return undefined;
  const [newDay, newTime] = moved.toISOString().split(/T|\./);
  return `${newDay}${separator}${newTime}${fraction}${zone}`;
}

const retellText = (text: string, { instead, later }: Retelling): string =>
  instead.get(text) ?? timeLater(text, later) ?? text;

/** Tells JSON again. */
export function retellJson(value: Json, retelling: Retelling): Json {
  if (typeof value === 'string') return retellText(value, retelling);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item) => retellJson(item, retelling));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, retellJson(member, retelling)]));
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Tells an element again. */
export function retellXml({ name, attributes, children, text }: XmlElement, retelling: Retelling): XmlElement {
  const retold = (texts: Texts): Texts =>
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, retellText(value, retelling)]));
  return {
    name,
    ...(attributes === undefined ? {} : { attributes: retold(attributes) }),
    ...(children === undefined ? {} : { children: children.map((child) => retellXml(child, retelling)) }),
    ...(text === undefined ? {} : { text: retellText(text, retelling) }),
  };
}
