import { createHash } from 'node:crypto';
import type { LotId, OrderId, OrderLineId, PersonId, ShowId } from '#domain/ids.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 32);

/** The one order of a person in a show: the same on every server, and no way back to either. */
export const orderIdOf = (showId: ShowId, personId: PersonId): OrderId =>
  digest(`order ${showId} ${personId}`) as OrderId;

/** The line that a win becomes in its winner's order. */
export const winLineIdOf = (lotId: LotId, run: number): OrderLineId =>
  digest(`win ${lotId} ${run}`) as OrderLineId;
