/** Since when an element is there, or is not. */
interface Presence {
  readonly isThere: boolean;
  readonly atMs: number;
}

/** Keeps when what `selector` names came and went (test/support/presence-log.ts). */
export const followPresence = ({ selector }: { readonly selector: string }): void => {
  const presences: Presence[] = [];
  Object.assign(window, { presences });
  const note = () => {
    const isThere = document.querySelector(selector) !== null;
    if (presences.at(-1)?.isThere === isThere) return;
    presences.push({ isThere, atMs: performance.timeOrigin + performance.now() });
  };
  note();
  new MutationObserver(note).observe(document, { childList: true, subtree: true });
};
