/**
 * The texts of pages, by their responses, which have no body then. A `Response` makes a stream of bytes of its text; the Node
 * adapter would read that back, only to send it in one write.
 */
const texts = new WeakMap<Response, string>();

/** Adds a text to a response without a body, for {@link textOf}. */
export function withText(response: Response, text: string): Response {
  texts.set(response, text);
  return response;
}

/** The text beside a response, or undefined if the response has a body, or nothing to say. */
export const textOf = (response: Response): string | undefined => texts.get(response);
