import type { Audience } from '#application/authorise.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { StageState } from '#protocol/methods/stage.ts';
import { isOnAir } from './present-show.ts';

/**
 * The stage as an audience may know it. The public sees what is on air and nothing of the other sources;
 * before and after the show it sees an empty stage, whatever is rehearsed there.
 */
export const presentStage = (stage: StageState, show: ShowState, audience: Audience): StageState => {
  if (audience === 'staff') return stage;
  const { incarnation, programmeSourceId, microphoneSourceId } = stage;
  if (!isOnAir(show)) {
    return {
      incarnation,
      programmeSourceId: null,
      microphoneSourceId: null,
      sources: [],
      fallback: 'none',
    };
  }
  const onAir = [programmeSourceId, microphoneSourceId];
  return { ...stage, sources: stage.sources.filter((source) => onAir.includes(source.sourceId)) };
};
