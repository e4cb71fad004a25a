import { oneHour, overviewOf, startOf, type Span } from '../../../domain/statistics.ts';
import { overviewView, type RangeName } from '../../../pages/views/operate/overview.ts';
import { page, type SignedInPageRequest } from '../page-request.ts';

const spans: Readonly<Record<RangeName, Span>> = {
  day: { step: oneHour, steps: 24 },
  week: { step: 6 * oneHour, steps: 28 },
  month: { step: 24 * oneHour, steps: 30 },
};

const rangeIn = (text: string | undefined): RangeName => (text === 'week' || text === 'month' ? text : 'day');

/** GET /operate */
export async function showOverview(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, frame } = pageRequest;
  const { store, warnings, storeFault } = dependencies.context;
  const range = rangeIn(c.req.query('range'));
  const span = spans[range];
  const [counts, waitingNow, fault] = await Promise.all([
    store.statistics.since(startOf(span, frame.now)),
    store.statistics.waiting(frame.now),
    storeFault(),
  ]);
  const overview = overviewOf(counts, span, frame.now);
  return page(
    pageRequest,
    overviewView(frame, {
      ...overview,
      range,
      hasTimes: span.step < 24 * oneHour,
      waitingNow,
      warnings: warnings().length + (fault === undefined ? 0 : 1),
    }),
  );
}
