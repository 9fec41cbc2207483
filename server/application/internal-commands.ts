import type { Rejection } from '#domain/decision.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { Principal } from './principal.ts';
import { systemPrincipal } from './system-principal.ts';

/** Commands that timers and policies issue and no wire knows. Named like methods; a type stands under one noun only. */
export const internalCommands = [
  'auction.end-lot-by-clock',
  'auction.lapse-second-chance',
  'auction.note-lot-paid',
  'auction.note-lot-unpaid',
  'auction.clear-rehearsal',
  'ledger.release-by-timetable',
  'shelf.end-offer-by-clock',
  'order.add-win',
  'order.withdraw-win',
  'order.lapse-line',
  'order.note-payment',
  'order.note-refund',
  'order.limit-order',
] as const;

export type InternalCommand = (typeof internalCommands)[number];

const names: ReadonlySet<string> = new Set(internalCommands);

export const isInternal = (method: string): method is InternalCommand => names.has(method);

/** Only the server itself may; `undefined` means yes. */
export const authoriseInternal = ({ personId }: Principal): Rejection<ErrorCode> | undefined =>
  personId === systemPrincipal.personId ? undefined : { code: 'forbidden' };
