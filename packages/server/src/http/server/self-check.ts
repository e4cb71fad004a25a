import { selfCheckHeader } from '../../protocols/constants/linkpin.ts';
import { answerSelf, type SelfCheckQuestion } from '../../service/self-check.ts';
import { answer } from './health.ts';
import type { ApiHandler } from './route.ts';

/**
 * How a question is put to the service at a URL: by GET.
 *
 * @param baseUrl without a slash at the end
 */
export const selfCheckRequest = (
  baseUrl: string,
  { text }: Pick<SelfCheckQuestion, 'text'>,
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } => ({
  url: `${baseUrl}/self-check`,
  headers: { [selfCheckHeader]: text },
});

/** `GET /self-check`: proves to `linkpin doctor` that it met the service with its keys, and tells what that sees of it. */
export const checkSelf: ApiHandler = ({ request, requestContext: { address, baseUrl }, context }) => {
  const { keys, clock } = context.ports;
  const facts = { address, baseUrl, warnings: context.warnings() };
  const said = answerSelf(keys, clock, request.header(selfCheckHeader) ?? '', facts);
  return said === undefined ? answer(403, { status: 'other keys' }) : answer(200, { answer: said });
};
