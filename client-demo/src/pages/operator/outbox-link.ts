/**
 * The link of a message under the address that this page has: the shop may be reached by several, and a browser's
 * session belongs to one. Anything that is no address leads to the start. Pure.
 */
export const linkHere = (link: string, ownOrigin: string): string => {
  if (!URL.canParse(link)) return ownOrigin;
  const { pathname, search, hash } = new URL(link);
  return `${ownOrigin}${pathname}${search}${hash}`;
};

/** The text cut where the link stands, so that the page can make it one. Pure. */
export const partsAround = (text: string, link: string): readonly string[] =>
  link === '' ? [text] : text.split(link);
