import type { Track } from '../../stage/track.ts';
import { layoutOf, slateLayout, type Layout } from './layout.ts';
import type { Ladder } from '#config/hls-ladder.ts';

/** What a run shall make of what. */
export interface Recipe {
  readonly layout: Layout;
  /** Null: the slate. */
  readonly picture: Track | null;
  readonly isScreen: boolean;
  /** Null: silence. */
  readonly sound: Track | null;
  /** The same for the same work. */
  readonly key: string;
}

/** What is on air now. A track that is closed, paused or not alive counts as absent and is to be given as null. */
export interface ProgrammeWish {
  readonly video: Track | null;
  readonly audio: Track | null;
  /** A held show lets neither picture nor sound out. */
  readonly isHeld: boolean;
  /** The picture is a screen: it comes in irregular frames. */
  readonly isScreen: boolean;
}

/** What is known of a picture's layers, the largest first. */
export interface LayerOrder {
  readonly layers: readonly number[];
  readonly missing: ReadonlySet<number>;
}

export function liveRecipe(wish: ProgrammeWish, ladder: Ladder, order: LayerOrder): Recipe {
  const { video, isHeld, isScreen } = wish;
  if (isHeld || video === null || video.closed) return slateRecipe(wish, ladder);
  const layout = layoutOf({ mimeType: video.mimeType, isScreen, ...order }, ladder);
  return recipe(layout, video, isScreen, soundOf(wish));
}

/** ffmpeg's own picture with the live sound, if there is one. */
export const slateRecipe = (wish: ProgrammeWish, ladder: Ladder): Recipe =>
  recipe(slateLayout(ladder), null, false, soundOf(wish));

/** What needs nothing of the stage. */
export const silentSlate = (ladder: Ladder): Recipe => recipe(slateLayout(ladder), null, false, null);

function recipe(layout: Layout, picture: Track | null, isScreen: boolean, sound: Track | null): Recipe {
  const key = JSON.stringify([picture?.producer.id, sound?.producer.id, layout]);
  return { layout, picture, isScreen, sound, key };
}

const soundOf = ({ audio, isHeld }: ProgrammeWish): Track | null =>
  isHeld || audio === null || audio.closed ? null : audio;
