// Code in the pages carries a class for each kind of token, and the theme its colours.

/** Kinds by the colour that the highlighter gives them in the light theme. */
const kinds = new Map([
  ['#24292E', undefined],
  ['#D73A49', 'keyword'],
  ['#032F62', 'string'],
  ['#005CC5', 'constant'],
  ['#6F42C1', 'function'],
  ['#6A737D', 'comment'],
  ['#E36209', 'parameter'],
  ['#22863A', 'tag'],
]);

/**
 * A transformer for Shiki that replaces the two colours of each token, which are a fifth of the bytes of a page, with a
 * class. A colour that is not in the list keeps its style.
 */
export const tokenClasses = {
  name: 'token-classes',
  span(node) {
    const colour = /--shiki-light:(#[0-9A-F]{6})/.exec(node.properties.style ?? '')?.[1];
    if (!kinds.has(colour)) return;
    delete node.properties.style;
    const kind = kinds.get(colour);
    if (kind !== undefined) node.properties.class = `token-${kind}`;
  },
};
