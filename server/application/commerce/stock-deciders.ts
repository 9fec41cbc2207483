import { rejected, type Decision, type DecisionContext } from '#domain/decision.ts';
import type { PersonId } from '#domain/ids.ts';
import * as ledgerDomain from '#domain/ledger/ledger.ts';
import type { LedgerEvent, LedgerRejectionCode, LedgerState, StockRequest } from '#domain/ledger/ledger.ts';
import * as shelfDomain from '#domain/shelf/shelf.ts';
import type { ShelfEvent, ShelfRejectionCode, ShelfRequest, ShelfState } from '#domain/shelf/shelf.ts';

type DecideStock = (
  request: StockRequest,
  state: LedgerState,
  context: DecisionContext<PersonId>,
) => Decision<LedgerEvent, LedgerRejectionCode>;
type DecideTaking = (
  request: ShelfRequest,
  state: ShelfState,
  context: DecisionContext<PersonId>,
) => Decision<ShelfEvent, ShelfRejectionCode>;

// Until the ledger and the shelf export them.
export const { decideStock = (): ReturnType<DecideStock> => rejected('stock-insufficient') } =
  ledgerDomain as unknown as { readonly decideStock?: DecideStock };
export const { decideTaking = (): ReturnType<DecideTaking> => rejected('offer-not-open') } =
  shelfDomain as unknown as { readonly decideTaking?: DecideTaking };
