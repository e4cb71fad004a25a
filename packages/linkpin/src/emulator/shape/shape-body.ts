// Pure: gives the text of a body of ours the shape of a recorded one.
import { readXml } from '../../record/read-xml.ts';
import { mediaOf } from '../../transcript/headers.ts';
import type { RecordedResponse } from '../../transcript/transcript.ts';
import { xmlText } from '../../transcript/xml.ts';
import { closest } from './closest.ts';
import type { LeftOut } from './left-out.ts';
import { emptyMembers, shapeJson } from './shape-json.ts';
import { emptyParts, shapeXml } from './shape-xml.ts';

/** A body, and the recorded response that it is like. */
interface Shaped {
  readonly text: string;
  readonly like: RecordedResponse;
}

function inJson(text: string, recorded: readonly RecordedResponse[], leftOut: LeftOut): Shaped | undefined {
  const own: unknown = JSON.parse(text);
  const bodies = recorded.flatMap((like) =>
    like.body !== undefined && 'json' in like.body ? [{ like, json: like.body.json }] : [],
  );
  const found = closest(emptyMembers(own), bodies, ({ json }) => emptyMembers(json));
  return found && { text: JSON.stringify(shapeJson(own, found.json, leftOut)), like: found.like };
}

function inXml(text: string, recorded: readonly RecordedResponse[], leftOut: LeftOut): Shaped | undefined {
  const own = readXml(text);
  if (own === undefined) return undefined;
  const bodies = recorded.flatMap((like) =>
    like.body !== undefined && 'xml' in like.body && like.body.xml.name === own.name
      ? [{ like, xml: like.body.xml }]
      : [],
  );
  const found = closest(emptyParts(own), bodies, ({ xml }) => emptyParts(xml));
  return found && { text: xmlText(shapeXml(own, found.xml, leftOut)), like: found.like };
}

/**
 * Gives a body the shape of the recorded one of its format that is most like it.
 *
 * @param contentType of ours
 * @param recorded responses of the same route and status
 * @param leftOut what else they had
 * @returns undefined if none is of that format
 */
export function shapeBody(
  text: string,
  contentType: string,
  recorded: readonly RecordedResponse[],
  leftOut: LeftOut,
): Shaped | undefined {
  if (text === '') {
    const like = recorded.find(({ body }) => body === undefined);
    return like && { text, like };
  }
  const media = mediaOf(contentType);
  if (media === 'json') return inJson(text, recorded, leftOut);
  return media === 'xml' ? inXml(text, recorded, leftOut) : undefined;
}
