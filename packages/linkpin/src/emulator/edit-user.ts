// Pure: changes the text of a user as plex.tv writes it, in JSON or XML.

/** Where somebody stands in a household. */
export interface Standing {
  /** Somebody else manages the account. */
  readonly isManaged: boolean;
  readonly isAdmin: boolean;
  readonly homeSize: number;
  /** A pin is needed to become this person. */
  readonly hasPin: boolean;
}

const membersOf = ({ isManaged, isAdmin, homeSize, hasPin }: Standing) => ({
  restricted: isManaged,
  home: true,
  homeAdmin: isAdmin,
  homeSize,
  protected: hasPin,
});

/**
 * Writes into a user what a household makes of them.
 *
 * @param standingOf of somebody, by name; undefined outside the household
 */
export function editUser(
  text: string,
  contentType: string,
  standingOf: (name: string) => Standing | undefined,
): string {
  if (contentType.includes('json')) return editJson(text, standingOf);
  return contentType.includes('xml') ? editXml(text, standingOf) : text;
}

type Members = Record<string, unknown>;

function editJson(text: string, standingOf: (name: string) => Standing | undefined): string {
  const body = JSON.parse(text) as Members;
  const user = (body['user'] ?? body) as Members;
  const standing = standingOf(String(user['username']));
  if (standing === undefined) return text;
  Object.assign(user, membersOf(standing), standing.isManaged ? { email: null, hasPassword: false } : {});
  return JSON.stringify(body);
}

function editXml(text: string, standingOf: (name: string) => Standing | undefined): string {
  return text.replace(/<user\b[^>]*>/, (tag) => {
    const [, name = ''] = /\susername="([^"]*)"/.exec(tag) ?? [];
    const standing = standingOf(name);
    if (standing === undefined) return tag;
    return Object.entries(membersOf(standing)).reduce(
      (changed, [key, value]) =>
        changed.replace(new RegExp(`(\\s${key}=")[^"]*`), (_, start: string) => `${start}${Number(value)}`),
      tag,
    );
  });
}
