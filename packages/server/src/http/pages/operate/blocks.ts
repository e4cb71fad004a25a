import { blocksView } from '../../../pages/views/operate/blocks.ts';
import { unblockRequester } from '../../../service/operate/block-requester.ts';
import { goTo, page, type SignedInPageRequest } from '../page-request.ts';
import { operatorOf } from './guard.ts';
import { newsIn } from './news.ts';

/** GET /operate/blocks */
export async function showBlocks(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, frame } = pageRequest;
  const words = frame.words.operate.blocks;
  const live = await dependencies.context.store.blocks.listFor(null, frame.now);
  const blocks = live.map(({ id, name, by, at, until }) => ({
    id,
    name,
    by: by === 'operator' ? ('operator' as const) : ('reports' as const),
    at,
    until,
  }));
  const news = newsIn(pageRequest, { unblocked: [words.unblocked, false], gone: [words.gone, true] });
  return page(pageRequest, blocksView(frame, { blocks, news }));
}

/** POST /operate/blocks/remove */
export async function removeBlock(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, form } = pageRequest;
  const done = await unblockRequester(dependencies.context.ports, form.get('id') ?? '', operatorOf(pageRequest));
  return goTo(pageRequest, `/operate/blocks?done=${done ? 'unblocked' : 'gone'}`);
}
