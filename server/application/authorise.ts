import type { Rejection } from '#domain/decision.ts';
import type { PersonId, SourceId } from '#domain/ids.ts';
import { publicStatusOf, type ShowState } from '#domain/show/show.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { MethodName } from '#protocol/methods/methods.ts';
import { permissions, type Permission } from './permissions.ts';
import { isOrWas, type Principal } from './principal.ts';

/** What an action touches: the show as it stands, and what else its parameters name. */
export interface Subject {
  readonly show: ShowState;
  readonly sourceId?: SourceId | undefined;
  readonly direction?: 'send' | 'receive' | undefined;
  /** Whose order it is, of commands on one. */
  readonly buyerId?: PersonId | null | undefined;
}

/** Who looks: outside the crew one sees neither sources nor rehearsals. */
export type Audience = 'public' | 'staff';

/** How near a person is to a show; each level includes those before it. */
const standings = ['public', 'backstage', 'crew', 'director'] as const;
type Standing = (typeof standings)[number];

type PresentShow = Exclude<ShowState, { readonly status: 'absent' }>;
/** Rights that do not depend on a show. */
type ShopPermission = 'keep-stock' | 'keep-shop' | 'own-order';
type Verdict = Rejection<ErrorCode> | undefined;

/**
 * Whether a principal may do something to a subject; `undefined` means yes. The one place that decides it:
 * `permissions.ts` says what each method needs, this file what a role, a scope and ownership give. Pure.
 */
export function authorise(principal: Principal, method: MethodName, subject: Subject): Verdict {
  const permission = permissions[method];
  if (permission === 'let-go') return undefined;
  if (permission === 'create') return mayCreate(principal) ? undefined : { code: 'forbidden' };
  if (permission === 'keep-stock' || permission === 'keep-shop' || permission === 'own-order')
    return keepsShop(principal, permission, subject) ? undefined : { code: 'forbidden' };
  const { show } = subject;
  if (show.status === 'absent') return { code: 'show-not-found' };
  if (principal.showId !== null && principal.showId !== show.showId) return { code: 'forbidden' };
  const standing = standingOf(principal, show);
  // Whoever may not know of a show is not told that it exists.
  if (standing === 'public' && publicStatusOf(show) === null) return { code: 'show-not-found' };
  return judge(permission, standing, principal, show, subject);
}

/** What of a show this principal may be shown. */
export function audienceOf(principal: Principal, show: ShowState): Audience {
  if (show.status === 'absent') return 'public';
  if (principal.showId !== null && principal.showId !== show.showId) return 'public';
  return standingOf(principal, show) === 'public' ? 'public' : 'staff';
}

/** Every right needs a standing; some need more. */
function judge(
  permission: Exclude<Permission, ShopPermission | 'let-go' | 'create'>,
  standing: Standing,
  principal: Principal,
  show: PresentShow,
  { sourceId, direction }: Subject,
): Verdict {
  const source = show.sources.find((candidate) => candidate.sourceId === sourceId);
  const isOwner = source?.ownerId === principal.personId;
  switch (permission) {
    case 'see':
      return undefined;
    case 'moderate':
      return principal.role === 'moderator' ? need(standing, 'backstage') : need(standing, 'director');
    case 'know-audience':
      return need(standing, 'backstage');
    case 'direct':
      return need(standing, 'director');
    case 'contribute':
      return need(standing, 'crew');
    case 'change-source':
      // One that is not there is for the domain to refuse.
      return source && !isOwner ? need(standing, 'director') : need(standing, 'crew');
    case 'feed-source':
      if (need(standing, 'crew')) return { code: 'forbidden' };
      if (!source) return { code: 'source-not-found' };
      return isOwner ? undefined : { code: 'forbidden' };
    case 'watch':
      return watch(standing, show);
    case 'play':
      return show.status === 'ended' ? undefined : watch(standing, show);
    case 'watch-source': {
      const onAir = sourceId === show.programmeSourceId || sourceId === show.microphoneSourceId;
      return watch(standing, show) ?? (onAir ? undefined : need(standing, 'backstage'));
    }
    case 'open-transport':
      return direction === 'send' ? need(standing, 'crew') : watch(standing, show);
  }
}

const need = (standing: Standing, least: Standing): Verdict =>
  standings.indexOf(standing) >= standings.indexOf(least) ? undefined : { code: 'forbidden' };

/** The public watches while a show is on air, the crew always. */
function watch(standing: Standing, show: PresentShow): Verdict {
  if (standing !== 'public' || show.status === 'live' || show.status === 'paused') return undefined;
  return { code: 'show-wrong-status', details: { status: publicStatusOf(show) ?? 'absent' } };
}

/** A host directs the shows that he created, or the one that his session is for. */
function standingOf({ role, personId, showId }: Principal, show: PresentShow): Standing {
  switch (role) {
    case 'admin':
      return 'director';
    case 'host':
      return show.hostId === personId || showId === show.showId ? 'director' : 'public';
    case 'staff':
      return 'crew';
    case 'moderator':
    case 'agent':
      return 'backstage';
    case 'viewer':
      return 'public';
  }
}

function keepsShop(principal: Principal, permission: ShopPermission, { buyerId }: Subject): boolean {
  const { role } = principal;
  if (role === 'admin' || role === 'host') return true;
  if (role === 'staff') return permission !== 'keep-shop';
  return permission === 'own-order' && isOrWas(principal, buyerId);
}

/** Whether somebody works in the shop: sees all stock, orders and tills. */
export const isOfShop = ({ role }: Pick<Principal, 'role'>): boolean =>
  role === 'admin' || role === 'host' || role === 'staff';

const mayCreate = ({ role, showId }: Principal): boolean =>
  role === 'admin' || (role === 'host' && showId === null);
