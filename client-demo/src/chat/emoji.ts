/** A small set that says most of what a show makes people say; the device's keyboard has the rest. */
export const commonEmoji: readonly string[] = [
  ...['😀', '😂', '🥹', '😍', '🤩', '😎', '🤔', '😮', '😢', '😅', '🙈', '🥳'],
  ...['👍', '👎', '👏', '🙌', '🙏', '💪', '👋', '🤝', '👀', '✌️', '🫶', '🤞'],
  ...['❤️', '🧡', '💛', '💚', '💙', '💜', '🔥', '✨', '⭐', '🎉', '🎁', '🏆'],
  ...['☕', '🍵', '🏺', '🎨', '🧶', '👗', '👟', '💍', '🌸', '🌈', '☀️', '🌙'],
];

const storageKey = 'popstage.emoji';
/** One line of the picker. */
export const keptRecent = 8;

/** What was used before with `emoji` in front. Pure. */
export const withRecent = (before: readonly string[], emoji: string): readonly string[] =>
  [emoji, ...before.filter((one) => one !== emoji)].slice(0, keptRecent);

/** Reads a stored list; anything that is none means an empty one. Pure. */
export const parseRecent = (stored: string | null): readonly string[] => {
  try {
    const list: unknown = JSON.parse(stored ?? '[]');
    if (!Array.isArray(list)) return [];
    return list
      .filter((one: unknown): one is string => typeof one === 'string' && one.length <= 16)
      .slice(0, keptRecent);
  } catch {
    return [];
  }
};

export const readRecentEmoji = (): readonly string[] => parseRecent(localStorage.getItem(storageKey));

export const rememberEmoji = (emoji: string): void =>
  localStorage.setItem(storageKey, JSON.stringify(withRecent(readRecentEmoji(), emoji)));
