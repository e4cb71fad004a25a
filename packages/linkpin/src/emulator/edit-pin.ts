// Pure: changes the text of a pin as plex.tv writes it, in JSON or XML.

/** What is changed; members of the location are named `location.city`. */
export interface PinEdit {
  readonly without?: readonly string[];
  readonly nulls?: readonly string[];
  /** Dates with milliseconds, as in 2019. */
  readonly milliseconds?: boolean;
}

const location = 'location.';

/** Changes a pin, or what an OAuth issuer answers. Other text stays as it is. */
export function editPin(text: string, contentType: string, edit: PinEdit): string {
  if (contentType.includes('xml')) return editXml(text, edit);
  return contentType.includes('json') ? editJson(text, edit) : text;
}

type Members = Record<string, unknown>;

function editJson(text: string, { without = [], nulls = [], milliseconds = false }: PinEdit): string {
  const pin = JSON.parse(text) as Members;
  if (!['code', 'device_code', 'access_token'].some((name) => pin[name] !== undefined)) return text;
  const place = pin['location'] as Members | undefined;
  const at = (name: string): readonly [Members | undefined, string] =>
    name.startsWith(location) ? [place, name.slice(location.length)] : [pin, name];
  for (const name of without) {
    const [members, key] = at(name);
    delete members?.[key];
  }
  for (const name of nulls) {
    const [members, key] = at(name);
    if (members !== undefined) members[key] = null;
  }
  if (milliseconds) {
    for (const name of ['createdAt', 'expiresAt']) pin[name] = String(pin[name]).replace(/Z$/, '.247Z');
  }
  return JSON.stringify(pin);
}

function editXml(text: string, { without = [], nulls = [] }: PinEdit): string {
  if (!/<pin\s/.test(text)) return text;
  const change = (xml: string, name: string, to: (attribute: string) => string): string => {
    const [element, key] = name.startsWith(location) ? ['location', name.slice(location.length)] : ['pin', name];
    if (name === 'location') return xml.replace(/\s*<location\b[^>]*\/>/, '');
    return xml.replace(new RegExp(`<${element}\\b[^>]*>`), (tag) =>
      tag.replace(new RegExp(`\\s${key}="[^"]*"`), (attribute) => to(attribute)),
    );
  };
  const shorter = without.reduce((xml, name) => change(xml, name, () => ''), text);
  // XML has no null: plex.tv leaves the attribute empty.
  return nulls.reduce((xml, name) => change(xml, name, (attribute) => attribute.replace(/"[^"]*"/, '""')), shorter);
}
