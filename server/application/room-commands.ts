import { rejected } from '#domain/decision.ts';
import type { PersonId, ShopId, ShowId } from '#domain/ids.ts';
import { decideRoom, type RoomBriefing, type RoomCommand, type RoomState } from '#domain/room/room.ts';
import type { ShowState } from '#domain/show/show.ts';
import { audienceOf, authorise } from './authorise.ts';
import type { CommandContext, CommandHandler } from './command-handler.ts';
import { isModerator, isOfCrew, mayModerate } from './crew-standing.ts';
import type { Crew, CrewRole } from './identity/crew.ts';
import type { Names } from './names.ts';
import type { Principal } from './principal.ts';
import { roomStream } from './room-stream.ts';
import type { Screener } from './screening/screening.ts';
import { showStream } from './show-commands.ts';
import { roomStreamId } from './streams.ts';

/** The public has so long to say good-bye after a show; then its chat is closed. */
export const chatAfterEndMs = 30 * 60_000;

/** What a room command needs to know that no stream says. */
export interface RoomFacts {
  readonly sinceMs: number;
  readonly screening: RoomBriefing['screening'];
  /** Of the person that the command names, if it does. */
  readonly targetRoles: readonly CrewRole[];
  /** Of those that a message mentions. */
  readonly mentioned: readonly { readonly personId: PersonId; readonly roles: readonly CrewRole[] }[];
}

export interface RoomCommandDeps {
  readonly shopId: ShopId;
  readonly names: Pick<Names, 'load' | 'sinceMsOf'>;
  readonly crew: Pick<Crew, 'rolesOf'>;
  readonly screener: Screener;
  /** The room as memory has it or the log does; for the words that it blocks. */
  readonly readRoom: (showId: ShowId) => Promise<RoomState>;
  /** Store time, ms since the epoch. */
  readonly nowMs: () => number;
}

/** Commands in the room of one show: authorised against the show, decided on the room, appended with both versions. */
export const roomCommands = (
  deps: RoomCommandDeps,
): CommandHandler<RoomCommand, [RoomState, ShowState], RoomFacts> => ({
  streamsOf: ({ showId }) => [roomStream(deps.shopId, showId), showStream(deps.shopId, showId)],
  brief: async (command, principal) => gather(deps, command, principal),
  decide: (command, [room, show], context) => {
    const { nowMs, principal } = context;
    const refusal = authorise(principal, `room.${command.type}`, { show });
    if (refusal) return { outcome: 'rejected', rejection: refusal };
    const briefing = briefingOf(command, show, context);
    if (!isOpen(command, show, briefing.standing, nowMs)) return rejected('room-closed');
    const decision = decideRoom(command, room, { nowMs, actor: principal.personId, briefing });
    if (decision.outcome === 'rejected') return decision;
    const streamId = roomStreamId(deps.shopId, command.showId);
    return { outcome: 'accepted', events: decision.events.map((event) => ({ streamId, event })) };
  },
});

async function gather(
  { names, crew, screener, readRoom, nowMs }: RoomCommandDeps,
  command: RoomCommand,
  { personId }: Principal,
): Promise<RoomFacts> {
  const targetRoles = 'personId' in command ? await crew.rolesOf(command.personId) : [];
  if (!('text' in command)) return { sinceMs: 0, screening: null, targetRoles, mentioned: [] };
  const mentionIds = command.type === 'send-message' ? command.mentionIds : [];
  const [{ rules }, mentioned] = await Promise.all([
    readRoom(command.showId),
    Promise.all(mentionIds.map(async (id) => ({ personId: id, roles: await crew.rolesOf(id) }))),
    names.load([personId]),
  ]);
  const screening = screener.screen(command.text, rules);
  // Whom the store does not know came this moment.
  return { sinceMs: names.sinceMsOf(personId) ?? nowMs(), screening, targetRoles, mentioned };
}

function briefingOf(
  command: RoomCommand,
  show: ShowState,
  { principal, briefing: { sinceMs, screening, targetRoles, mentioned } }: CommandContext<RoomFacts>,
): RoomBriefing {
  const isKnown = principal.isKnown === true;
  const targetIsCrew = 'personId' in command && isOfCrew(command.personId, targetRoles, show);
  const mentionedModeratorIds = mentioned
    .filter(({ personId, roles }) => isModerator(personId, roles, show))
    .map(({ personId }) => personId);
  const standing = standingOf(principal, show);
  return { standing, isKnown, sinceMs, targetIsCrew, mentionedModeratorIds, screening };
}

function standingOf(principal: Principal, show: ShowState): RoomBriefing['standing'] {
  if (mayModerate(principal, show)) return 'moderator';
  return audienceOf(principal, show) === 'staff' ? 'crew' : 'public';
}

/** The crew tidies up and talks for as long as there is a show; nobody writes into an archived one. */
function isOpen(
  { type }: RoomCommand,
  show: ShowState,
  standing: RoomBriefing['standing'],
  nowMs: number,
): boolean {
  if (standing !== 'public')
    return show.status !== 'archived' || (type !== 'send-message' && type !== 'announce');
  return show.status !== 'ended' || nowMs <= show.endedAtMs + chatAfterEndMs;
}
