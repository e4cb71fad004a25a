// Pure: a recorded body as it is told now.
import type { Json, Texts, XmlElement } from '../transcript/transcript.ts';

/** What is different now. */
export interface Retelling {
  /** What the recorded client said of itself, with what this client says instead. */
  readonly instead: ReadonlyMap<string, string>;
  /** When the recording began, in milliseconds since the epoch, as the transcript tells its times. */
  readonly start: number;
  /** How much later it is now, in milliseconds. */
  readonly later: number;
}

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** Whether a time has to do with the sign-in: from an hour before it until what ends a year later. */
const isNear = (time: number, { start }: Retelling): boolean => time >= start - hour && time <= start + 400 * day;

/** A time as plex.tv writes it in JSON and in XML. */
const times = /^(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(\.\d{1,9})?(Z| UTC|\+00:?00)$/;

/** Seconds since the epoch. */
const epoch = /^\d{9,11}$/;

const epochLater = (seconds: number, retelling: Retelling): number =>
  isNear(seconds * 1000, retelling) ? seconds + Math.round(retelling.later / 1000) : seconds;

/** The same time, so much later; undefined for a text that is no time, or of another one. */
function timeLater(text: string, retelling: Retelling): string | undefined {
  const [, date, separator, time, fraction = '', zone] = times.exec(text) ?? [];
  const told = Date.parse(`${date}T${time}Z`);
  if (!isNear(told, retelling)) return undefined;
  const [newDate, newTime] = new Date(told + retelling.later).toISOString().split(/T|\./);
  return `${newDate}${separator}${newTime}${fraction}${zone}`;
}

function retellText(text: string, retelling: Retelling): string {
  const now = retelling.instead.get(text) ?? timeLater(text, retelling);
  return now ?? (epoch.test(text) ? String(epochLater(Number(text), retelling)) : text);
}

/** Tells JSON again. */
export function retellJson(value: Json, retelling: Retelling): Json {
  if (typeof value === 'string') return retellText(value, retelling);
  if (typeof value === 'number') return epochLater(value, retelling);
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
