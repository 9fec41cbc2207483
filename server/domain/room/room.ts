export type { RoomBriefing, RoomCommand, RoomRejectionCode, Screening } from './commands.ts';
export type { RoomEvent } from './events.ts';
export {
  defaultRoomRules,
  flood,
  initialRoomState,
  maximumBlocks,
  maximumBlocksPerPerson,
  maximumMessages,
  maximumPins,
  maximumRecentWriters,
  maximumReportsPerMessage,
  maximumRestrictions,
  maximumRulings,
  repetitionMs,
  type Block,
  type Flag,
  type MessageStatus,
  type Pin,
  type RecentWriter,
  type Report,
  type ReportReason,
  type Restriction,
  type RestrictionKind,
  type RoomAccess,
  type RoomMessage,
  type RoomRules,
  type RoomState,
  type Ruling,
  type RulingKind,
} from './state.ts';
export { decideRoom } from './decide.ts';
export { evolveRoom } from './evolve.ts';
