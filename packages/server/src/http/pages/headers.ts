import type { Settings } from '../../config/settings.ts';

/**
 * Own files only, no inline script or style, no framing, no forms to other origins; but browsers hold the redirects of a form to
 * this as well, and a form may lead to where people sign in.
 */
const contentPolicy = (formTargets: readonly string[]): string =>
  [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "manifest-src 'self'",
    ["form-action 'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const unused = ['camera', 'geolocation', 'microphone', 'payment', 'usb'].map((feature) => `${feature}=()`).join(', ');

/**
 * Whether the window that opened a page keeps its reference to it. Sign-in pages that apps open in a popup must keep
 * it, because the popup would look closed to the app (wire S19). Every other page cuts it.
 */
export type Opener = 'kept' | 'cut';

/**
 * The headers of every page.
 *
 * @param formTargets the origins besides the service's own where people sign in
 */
export function pageHeaders(
  { publicUrl }: Pick<Settings, 'publicUrl'>,
  opener: Opener,
  formTargets: readonly string[] = [],
): readonly (readonly [name: string, value: string])[] {
  return [
    ['content-security-policy', contentPolicy(formTargets)],
    ['x-frame-options', 'DENY'],
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'same-origin'],
    ['permissions-policy', unused],
    ['cross-origin-resource-policy', 'same-origin'],
    ['cache-control', 'no-store'],
    ['vary', 'Accept-Language, Cookie'],
    ...(opener === 'cut' ? ([['cross-origin-opener-policy', 'same-origin']] as const) : []),
    ...(publicUrl?.startsWith('https:') === true ? ([['strict-transport-security', 'max-age=31536000']] as const) : []),
  ];
}
