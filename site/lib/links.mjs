// Pure: where the links of a page lead on the site.
import { posix } from 'node:path';

const picture = /\.(webp|png|svg|jpe?g)$/;

/**
 * Puts the links of a page where their targets are on the site. A link to a file of the repository that is no page becomes its
 * name.
 *
 * @param text the page
 * @param path where it is in the repository
 * @param pageAt the page of a path in the repository, as a path from the site's root; undefined where there is none
 */
export function relink(text, path, pageAt) {
  return outsideOfCode(text, (part) =>
    part.replace(/(!?)\[((?:[^\]\\]|\\.)*)\]\(([^)\s]+)\)/g, (whole, isPicture, label, target) => {
      if (/^([a-z]+:|#)/i.test(target)) return whole;
      const [file, anchor] = target.split('#');
      const there = posix.normalize(posix.join(posix.dirname(path), file));
      if (isPicture !== '' || picture.test(there)) return `${isPicture}[${label}](/${there})`;
      const page = pageAt(there.replace(/\/$/, ''));
      if (page === undefined) return label.startsWith('`') ? label : `\`${label}\``;
      return `[${label}](/${page}${anchor === undefined ? '' : `#${anchor}`})`;
    }),
  );
}

/** Applies a change to all of a page but its blocks of code. */
function outsideOfCode(text, change) {
  return text
    .split(/^( *```[\s\S]*?^ *```)/m)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}

/** The pictures that a page shows, as paths in the repository. */
export const picturesOf = (text) =>
  [...text.matchAll(/\(\/([^)\s]+\.(?:webp|png|svg|jpe?g))\)/g)].map(([, file]) => file);
