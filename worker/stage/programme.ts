import type { StageState } from '#protocol/methods/stage.ts';
import type { WorkerPlan } from '#protocol/worker-rpc/calls.ts';
import type { ProgrammeWish } from '../hls/source/recipe.ts';
import type { SourceKind } from './liveness.ts';
import type { Track } from './track.ts';

/** What is on the stage and what of it is on air: the latest plan, and the tracks that publishers sent. */
export class Programme {
  #plan: WorkerPlan;
  readonly #tracks = new Map<string, Partial<Record<Track['kind'], Track>>>();

  constructor(plan: WorkerPlan) {
    this.#plan = plan;
  }

  get plan(): WorkerPlan {
    return this.#plan;
  }

  /** Takes the latest plan; returns the tracks of sources it no longer names, for the caller to close. */
  apply(plan: WorkerPlan): readonly Track[] {
    const kept = new Set(plan.sources.map(({ sourceId }) => sourceId));
    // A source that no plan has named yet is new: its producer was quicker than the plan.
    const removed = this.#plan.sources.filter(({ sourceId }) => !kept.has(sourceId));
    this.#plan = plan;
    return removed.flatMap(({ sourceId }) => Object.values(this.#tracks.get(sourceId) ?? {}));
  }

  kindOf(sourceId: string): SourceKind {
    return this.#plan.sources.find((source) => source.sourceId === sourceId)?.kind ?? 'camera';
  }

  track(sourceId: string | null, kind: Track['kind']): Track | null {
    return (sourceId === null ? undefined : this.#tracks.get(sourceId)?.[kind]) ?? null;
  }

  /** Picture and sound on air, as far as they are there. */
  onAir(): readonly Track[] {
    const { programmeSourceId, microphoneSourceId } = this.#plan;
    const video = this.track(programmeSourceId, 'video');
    const audio = this.track(microphoneSourceId, 'audio');
    return [video, audio].filter((track) => track !== null);
  }

  /** Something of what is on air arrives right now. */
  get isOnAir(): boolean {
    return this.onAir().some(isLive);
  }

  /** What the fallback is to show; what does not arrive counts as absent. */
  wish(): ProgrammeWish {
    const { programmeSourceId, microphoneSourceId, isHeld } = this.#plan;
    const living = (track: Track | null): Track | null => (isLive(track) ? track : null);
    const video = living(this.track(programmeSourceId, 'video'));
    const isScreen = video !== null && this.kindOf(video.sourceId) === 'screen';
    return { video, audio: living(this.track(microphoneSourceId, 'audio')), isHeld, isScreen };
  }

  tracks(): readonly Track[] {
    return [...this.#tracks.values()].flatMap((ofSource) => Object.values(ofSource));
  }

  /** Puts a track on the stage; returns the one it replaces, for the caller to close. */
  put(track: Track): Track | null {
    const ofSource = this.#tracks.get(track.sourceId) ?? {};
    this.#tracks.set(track.sourceId, ofSource);
    const replaced = ofSource[track.kind] ?? null;
    ofSource[track.kind] = track;
    return replaced;
  }

  /** Takes a closed track off, unless another took its place already. */
  remove(track: Track): void {
    const ofSource = this.#tracks.get(track.sourceId);
    if (ofSource?.[track.kind] !== track) return;
    delete ofSource[track.kind];
    if (Object.keys(ofSource).length === 0) this.#tracks.delete(track.sourceId);
  }

  state(incarnation: number, fallback: StageState['fallback']): StageState {
    const sourceIds = new Set([
      ...this.#plan.sources.map(({ sourceId }) => sourceId),
      ...this.#tracks.keys(),
    ]);
    return {
      incarnation,
      programmeSourceId: this.#plan.programmeSourceId,
      microphoneSourceId: this.#plan.microphoneSourceId,
      sources: [...sourceIds].map((sourceId) => ({
        sourceId,
        hasLiveVideo: isLive(this.track(sourceId, 'video')),
        hasLiveAudio: isLive(this.track(sourceId, 'audio')),
      })),
      fallback,
    };
  }
}

const isLive = (track: Track | null): boolean =>
  track !== null && track.alive && !track.closed && !track.producer.paused;
