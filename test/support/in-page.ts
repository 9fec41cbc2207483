/**
 * A function of test/client/in-page, which Playwright sends to a page as text. Imported by address, because those
 * files know a browser's types and the tests do not.
 */
export const inPage = async (file: string, name: string): Promise<(options: object) => unknown> => {
  const module: unknown = await import(new URL(`../client/in-page/${file}`, import.meta.url).href);
  // Named exports of functions of one options object, or of none: see there.
  const found = (module as Record<string, ((options: object) => unknown) | undefined>)[name];
  if (found === undefined) throw new Error(`no ${name} in ${file}`);
  return found;
};
