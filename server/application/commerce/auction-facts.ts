import { createHmac } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AuctionBriefing, AuctionCommand } from '#domain/auction/auction.ts';
import type { CatalogueState, ShopSettings } from '#domain/catalogue/catalogue.ts';
import type { HoldId, PersonId, SkuId } from '#domain/ids.ts';
import type { ShowState } from '#domain/show/show.ts';
import { isOfCrew } from '../crew-standing.ts';
import type { CrewRole } from '../identity/crew.ts';
import type { Principal } from '../principal.ts';
import { audienceOf } from '../authorise.ts';
import type { CommerceDeps } from './commerce-deps.ts';
import { orderIdOf } from './order-id.ts';

/** What an auction command needs to know that no stream says. */
export interface AuctionFacts {
  /** Store time when this server read the command. */
  readonly readAtMs: number;
  readonly nonce: string;
  readonly settings: ShopSettings;
  readonly lacks: AuctionBriefing['lacks'];
  /** Who bids, or gets a paddle; where it is not who asks. */
  readonly bidderId: PersonId;
  readonly bidderRoles: readonly CrewRole[];
  /** The first SKU of a lot that the catalogue does not have. */
  readonly unknownSkuId: SkuId | null;
}

type GatherFacts = (command: AuctionCommand, principal: Principal) => Promise<AuctionFacts>;

/** Asking the provider takes longer than a bid may; who had a method ten minutes ago has it still, mostly. */
const knownMethods = { max: 10_000, ttl: 10 * 60_000 };

/** Reads the clock first: a bid is judged by when it came, not by when it was decided. */
export function auctionFacts({
  crew,
  ids,
  nowMs,
  readCatalogue,
  readAuction,
  payment,
}: CommerceDeps): GatherFacts {
  const withMethod = new LRUCache<PersonId, true>(knownMethods);
  const hasMethod = async (personId: PersonId): Promise<boolean> => {
    if (withMethod.has(personId)) return true;
    const has = await payment.hasSavedMethod(personId);
    if (has) withMethod.set(personId, true);
    return has;
  };
  const lacksOf = async (
    { bidRequires }: ShopSettings,
    { personId, isKnown }: Principal,
  ): Promise<AuctionFacts['lacks']> => {
    if (bidRequires === 'nothing') return null;
    if (isKnown !== true) return 'sign-in';
    if (bidRequires === 'sign-in') return null;
    return (await hasMethod(personId)) ? null : 'payment-method';
  };
  return async (command, principal) => {
    const readAtMs = nowMs();
    const catalogue = await readCatalogue();
    const { settings } = catalogue;
    const bidderId = await bidderOf(command, principal, readAuction);
    return {
      readAtMs,
      nonce: ids.next(),
      settings,
      lacks: command.type === 'place-bid' ? await lacksOf(settings, principal) : null,
      bidderId,
      bidderRoles: bids.has(command.type) ? await crew.rolesOf(bidderId) : [],
      unknownSkuId: 'lot' in command ? unknownSku(command.lot.lines, catalogue) : null,
    };
  };
}

const bids: ReadonlySet<AuctionCommand['type']> = new Set(['place-bid', 'place-floor-bid', 'give-paddle']);

async function bidderOf(
  command: AuctionCommand,
  { personId }: Principal,
  readAuction: CommerceDeps['readAuction'],
): Promise<PersonId> {
  if (command.type === 'give-paddle') return command.personId;
  if (command.type !== 'place-floor-bid') return personId;
  const { paddles } = await readAuction(command.showId);
  return paddles.find(({ paddle }) => paddle === command.paddle)?.personId ?? personId;
}

function unknownSku(lines: readonly { readonly skuId: SkuId }[], { products }: CatalogueState): SkuId | null {
  const known = new Set(products.flatMap(({ skus }) => skus.map(({ skuId }) => skuId)));
  return lines.find(({ skuId }) => !known.has(skuId))?.skuId ?? null;
}

/** The briefing of the domain, from the facts and the show as it stands at the decision. */
export function auctionBriefing(
  command: AuctionCommand,
  facts: AuctionFacts,
  show: ShowState,
  { principal, holdId }: { readonly principal: Principal; readonly holdId: HoldId },
): AuctionBriefing {
  const { readAtMs, nonce, settings, lacks, bidderId, bidderRoles } = facts;
  const isStaff = bidderId === principal.personId && audienceOf(principal, show) === 'staff';
  return {
    showStatus: showStatusOf(show),
    isCrew: isBidByHand(command, principal, bidderId)
      ? false
      : isStaff || isOfCrew(bidderId, bidderRoles, show),
    lacks,
    readAtMs,
    nonce,
    preBidNonceOf: (personId) => createHmac('sha256', nonce).update(personId).digest('base64url'),
    increments: settings.increments,
    paymentDueMs: settings.paymentDueMs,
    secondChanceMs: settings.secondChanceMs,
    holdId,
    orderIdOf: (personId) => orderIdOf(command.showId, personId),
  };
}

/** A floor bid whose paddle nobody has is refused as that, not as a bid of the staff member who entered it. */
const isBidByHand = (command: AuctionCommand, { personId }: Principal, bidderId: PersonId): boolean =>
  command.type === 'place-floor-bid' && bidderId === personId;

function showStatusOf({ status }: ShowState): AuctionBriefing['showStatus'] {
  return status === 'rehearsal' || status === 'live' || status === 'paused' ? status : 'other';
}
