import type { Reaction } from '#protocol/methods/room.ts';
import type { ReactionCounts } from '#protocol/room-views.ts';
import type { IconName } from '../design/icon.tsx';
import type { MessageKey } from '../messages/language.ts';

interface ReactionLook {
  readonly emoji: string;
  readonly key: MessageKey;
}

/** How each kind looks and is called. The compiler names a kind that is missing. */
export const reactionLooks: Readonly<Record<Reaction, ReactionLook>> = {
  heart: { emoji: '❤️', key: 'chat.reactHeart' },
  clap: { emoji: '👏', key: 'chat.reactClap' },
  laugh: { emoji: '😂', key: 'chat.reactLaugh' },
  wow: { emoji: '😮', key: 'chat.reactWow' },
  fire: { emoji: '🔥', key: 'chat.reactFire' },
};

export const reactionIcon: IconName = 'heart';

/** The order of the tray; the type keeps it to what the server knows. */
export const reactionKinds = Object.keys(reactionLooks) as readonly Reaction[];

/** A sum says more than its particles: this many fly per signal, spread over the kinds. */
const maximumPerSignal = 6;

/** How many particles of each kind a signal is worth: each kind at least one, more for more, all together few. Pure. */
export const particlesOf = (counts: ReactionCounts): readonly Reaction[] => {
  const present = reactionKinds.filter((kind) => (counts[kind] ?? 0) > 0);
  const total = present.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
  if (total <= maximumPerSignal)
    return present.flatMap((kind) => Array<Reaction>(counts[kind] ?? 0).fill(kind));
  return present.flatMap((kind) => {
    const share = Math.floor(((counts[kind] ?? 0) / total) * (maximumPerSignal - present.length));
    return Array<Reaction>(1 + share).fill(kind);
  });
};

/** The counts without what this reader sees already, because it came from here. Pure. */
export const withoutOwn = (
  counts: ReactionCounts,
  own: ReactionCounts,
): { readonly left: ReactionCounts; readonly owed: ReactionCounts } => {
  const left: Partial<Record<Reaction, number>> = {};
  const owed: Partial<Record<Reaction, number>> = {};
  for (const kind of reactionKinds) {
    const count = counts[kind] ?? 0;
    const mine = Math.min(count, own[kind] ?? 0);
    if (count > mine) left[kind] = count - mine;
    if ((own[kind] ?? 0) > mine) owed[kind] = (own[kind] ?? 0) - mine;
  }
  return { left, owed };
};

export const sumOf = (counts: ReactionCounts): number =>
  reactionKinds.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
