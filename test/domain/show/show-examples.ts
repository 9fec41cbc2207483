import {
  decideShow,
  evolveShow,
  initialShowState,
  type ShowCommand,
  type ShowEvent,
  type ShowState,
} from '#domain/show/show.ts';
import type { PersonId, ShowId, SourceId } from '#domain/ids.ts';
import { specification } from '#test/support/given-when-then.ts';

// Brands have no maker outside the edge; tests name their ids by hand.
export const hostId = 'person-host' as PersonId;
export const showId = 'show-0001' as ShowId;
export const sourceIdOf = (name: string): SourceId => `source-${name}` as SourceId;

export const pastMs = 1_000_000;
export const nowMs = 2_000_000;

/** `given(t, ...events).when(command).then(...events)` for shows. */
export const given = specification<ShowCommand, ShowEvent, ShowState, PersonId>(
  { initial: initialShowState, decide: decideShow, evolve: evolveShow },
  { pastMs, nowMs, actor: hostId },
);

export const created: ShowEvent = {
  type: 'show-created',
  showId,
  title: 'Autumn drop',
  description: 'Ten coats',
  hostId,
};
export const scheduled: ShowEvent = { type: 'show-scheduled', startsAtMs: 3_000_000 };
export const wentLive: ShowEvent = { type: 'show-went-live' };
export const paused: ShowEvent = { type: 'show-paused', slate: { kind: 'standard' } };
export const ended: ShowEvent = { type: 'show-ended' };
export const archived: ShowEvent = { type: 'show-archived' };

type Added = Extract<ShowEvent, { type: 'source-added' }>;
export const added = (name: string, parts: Partial<Added> = {}): Added => ({
  type: 'source-added',
  sourceId: sourceIdOf(name),
  label: name,
  kind: 'camera',
  hasVideo: true,
  hasAudio: true,
  ownerId: hostId,
  ...parts,
});
export const programme = (name: string | null): ShowEvent => ({
  type: 'programme-switched',
  sourceId: name === null ? null : sourceIdOf(name),
});
export const microphone = (name: string | null): ShowEvent => ({
  type: 'microphone-chosen',
  sourceId: name === null ? null : sourceIdOf(name),
});
