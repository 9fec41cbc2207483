const key = 'popstage.sign-in-return';
/** As long as the mailed link works. */
const lifeMs = 20 * 60_000;

/** Remembers where somebody was when he asked for a link: the mail opens in another tab of this browser. */
export const rememberReturn = (path: string): void =>
  localStorage.setItem(key, JSON.stringify({ path, atMs: Date.now() }));

/** Where to go back to after signing in, once; nothing in a browser that did not ask. */
export const takeReturn = (): string | undefined => {
  const text = localStorage.getItem(key);
  localStorage.removeItem(key);
  // Only `rememberReturn` writes it; whatever else stands there leads nowhere.
  const kept =
    text === null ? null : (JSON.parse(text) as { readonly path?: unknown; readonly atMs?: unknown });
  if (typeof kept?.path !== 'string' || typeof kept.atMs !== 'number') return undefined;
  return Date.now() - kept.atMs < lifeMs && /^\/(?!\/)/.test(kept.path) ? kept.path : undefined;
};
