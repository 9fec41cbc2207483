import { isOfShop } from '#application/authorise.ts';
import type { Application } from '#application/application.ts';
import type { Principal } from '#application/principal.ts';
import type { PersonId } from '#domain/ids.ts';
import type { Lease } from '#domain/ledger/ledger.ts';
import type { CashUp, Till } from '#domain/till/till.ts';
import type { TillsChannelEvent, TillsView, TillView } from '#protocol/till-views.ts';
import type { ListKind } from '../channels/list-kind.ts';
import type { TillsAndLeases, TillsChange } from './tills-source.ts';

/** `tills`: for who works in the shop. What a PIN is checked by goes to paired tills and to who runs the shop. */
export function tillsKind(
  name: string,
  names: Pick<Application['names'], 'nameOf'>,
): ListKind<TillsAndLeases, TillsChange> {
  const cashiersFor = (principal: Principal, state: TillsAndLeases): TillsView['cashiers'] =>
    seesPins(principal, state)
      ? state.cashiers.map(({ personId, pin }) => ({ personId, name: names.nameOf(personId), pin }))
      : [];
  return {
    name,
    decidesRights: true,
    keyOf: (principal, state) => (seesPins(principal, state) ? 'with pins' : 'without pins'),
    refusalOf: (principal) => (isOfShop(principal) ? undefined : { code: 'forbidden' }),
    peopleIn,
    peopleOf: ({ state }) => peopleIn(state),
    snapshot: (principal, state): TillsView => ({
      tills: presentTills(state),
      cashiers: cashiersFor(principal, state),
    }),
    events: (principal, before, after): readonly TillsChannelEvent[] => {
      const was = new Map(presentTills(before).map((till) => [till.tillId, JSON.stringify(till)]));
      const changed = presentTills(after).filter((till) => was.get(till.tillId) !== JSON.stringify(till));
      const isStaffed = before.cashiers !== after.cashiers && seesPins(principal, after);
      return [
        ...changed.map((till) => ({ type: 'tills.till' as const, till })),
        ...(isStaffed ? [{ type: 'tills.cashiers' as const, cashiers: cashiersFor(principal, after) }] : []),
      ];
    },
  };
}

const peopleIn = ({ cashiers }: TillsAndLeases): readonly PersonId[] =>
  cashiers.map(({ personId }) => personId);

const seesPins = ({ role, personId }: Principal, { tills }: TillsAndLeases): boolean =>
  role === 'admin' ||
  role === 'host' ||
  tills.some(({ deviceId, isRetired }) => !isRetired && deviceId === personId);

function presentTills({ tills, leases }: TillsAndLeases): readonly TillView[] {
  const byId = new Map(leases.map((lease) => [lease.leaseId as string, lease]));
  return tills.map((till) => presentTill(till, byId));
}

function presentTill(till: Till, known: ReadonlyMap<string, Lease>): TillView {
  const { tillId, label, deviceId, isRetired, drawer, leaseIds, sales, cashUps } = till;
  return {
    tillId,
    label,
    deviceId,
    isRetired,
    drawer: drawer && {
      openedAtMs: drawer.openedAtMs,
      floatMinor: drawer.floatMinor,
      cashMinor: drawer.cashMinor,
      terminalMinor: drawer.terminalMinor,
      sales: drawer.sales,
    },
    leases: leaseIds.flatMap((leaseId) => {
      const lease = known.get(leaseId);
      return lease === undefined ? [] : [{ leaseId, lines: lease.lines.map(presentLeaseLine) }];
    }),
    sales: sales.map(({ recordedAtMs: _recordedAtMs, ...sale }) => sale),
    cashUps: cashUps.map(presentCashUp),
  };
}

const presentCashUp = ({ byId: _byId, late, ...cashUp }: CashUp): TillView['cashUps'][number] => ({
  ...cashUp,
  late: late.sales === 0 && late.cashMinor === 0 && late.terminalMinor === 0 ? null : late,
});

const presentLeaseLine = ({ skuId, quantity }: Lease['lines'][number]) => ({ skuId, quantity });
