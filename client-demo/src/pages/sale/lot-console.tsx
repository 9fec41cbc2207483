import type { LotView } from '#protocol/auction-views.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { useSecondsLeft } from '../../design/countdown.tsx';
import { Icon } from '../../design/icon.tsx';
import { Menu, type MenuItem } from '../../design/menu.tsx';
import { formatClock } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { BeforeFirst, LotHeading } from './lot-heading.tsx';
import { lastEnded } from './next-step.ts';
import type { SaleDialogs } from './sale-keys.ts';
import { SettlementNote } from './settlement-note.tsx';
import { bidderText, openLot, reopenLast, stepOf, stepText, takeStep } from './steps.ts';
import { useSale } from './use-sale.ts';
import './lot-console.css';

/** The clock of a timed lot; the end itself is the server's word. */
const LotClock = ({ endsAtMs }: { readonly endsAtMs: number }) => {
  const { nowMs } = useSale();
  const seconds = useSecondsLeft(endsAtMs, nowMs);
  return (
    <span class="lot-clock digits" data-near={seconds <= 10} role="timer" aria-live="off">
      {seconds > 0 ? t('sale.secondsLeft', { seconds }) : t('sale.closing')}
    </span>
  );
};

const Calls = ({ calls }: { readonly calls: 0 | 1 | 2 }) => (
  <ol class="calls" aria-label={t('sale.calls')}>
    {[1, 2].map((call) => (
      <li key={call} data-said={calls >= call}>
        {t(call === 1 ? 'sale.goingOnce' : 'sale.goingTwice')}
      </li>
    ))}
  </ol>
);

const History = ({ lot }: { readonly lot: LotView }) => {
  const { money } = useSale();
  const history = lot.current?.history ?? [];
  if (history.length === 0) return null;
  return (
    // A long list scrolls, and only what has the focus can be scrolled by keys.
    <ol class="bid-history" tabIndex={0} aria-label={t('sale.history')}>
      {history.map((bid) => (
        <li key={bid.sequence}>
          <Icon name={bid.bidder.via === 'floor' ? 'flag' : 'users'} sizePx={16} />
          <bdi class="bid-who">{bidderText(bid.bidder)}</bdi>
          <b class="digits">{money(bid.priceMinor)}</b>
          <time class="soft digits">{formatClock(bid.atMs)}</time>
        </li>
      ))}
    </ol>
  );
};

const Facts = ({ lot }: { readonly lot: LotView }) => {
  const { money } = useSale();
  const { current, reserveMinor, hasReserve } = lot;
  return (
    <div class="lot-facts">
      <Badge>{t('sale.bids', { count: current?.bidCount ?? 0 })}</Badge>
      {hasReserve && (
        <Badge
          tone={current?.isReserveMet === true ? 'act' : 'careful'}
          icon={current?.isReserveMet === true ? 'check' : 'careful'}
        >
          {t(current?.isReserveMet === true ? 'sale.reserveMet' : 'sale.reserveOpen', {
            reserve: typeof reserveMinor === 'number' ? money(reserveMinor) : '',
          })}
        </Badge>
      )}
      {current?.isRehearsal === true && (
        <Badge tone="act" icon="lamp">
          {t('sale.rehearsal')}
        </Badge>
      )}
      {lot.preBidCount > 0 && lot.status === 'queued' && (
        <Badge>{t('sale.preBids', { count: lot.preBidCount })}</Badge>
      )}
      {(current?.extendedMs ?? 0) > 0 && <Badge icon="hourglass">{t('sale.extended')}</Badge>}
    </div>
  );
};

/** Price and leader, readable from two steps away. */
const PriceBoard = ({ lot }: { readonly lot: LotView }) => {
  const { money } = useSale();
  const { current } = lot;
  const price = current?.priceMinor ?? null;
  const leader = current?.leader ?? null;
  return (
    <div class="price-board">
      <p class="price-now digits" aria-live="polite">
        {price === null ? t('sale.startsAt', { price: money(lot.startMinor) }) : money(price)}
      </p>
      <p class="price-leader">
        {leader === null ? <span class="soft">{t('sale.noBids')}</span> : <bdi>{bidderText(leader)}</bdi>}
      </p>
      {current !== null && lot.status === 'open' && (
        <p class="soft">{t('sale.asking', { price: money(current.askingMinor) })}</p>
      )}
    </div>
  );
};

/** What else can be done with the lot on stage. */
const moreFor = (
  lot: LotView | null,
  canReopen: boolean,
  sale: ReturnType<typeof useSale>,
  dialogs: SaleDialogs,
): readonly MenuItem[] => [
  ...(lot === null
    ? []
    : [
        {
          label: t('sale.takeBack'),
          icon: 'undo',
          run: () => void sale.send('auction.take-back-going', { lotId: lot.lotId }),
        } as const,
        {
          label: t('sale.voidLot'),
          icon: 'ban',
          isCareful: true,
          run: () => dialogs.voidLot(lot.lotId),
        } as const,
      ]),
  ...(canReopen
    ? [{ label: t('sale.reopenLast'), icon: 'retry', run: () => void reopenLast(sale) } as const]
    : []),
  { label: t('everywhere.shortcuts'), icon: 'keyboard', run: dialogs.showKeys },
];

/** The lot on stage, and the one big step that comes next. */
export const LotConsole = ({ dialogs }: { readonly dialogs: SaleDialogs }) => {
  const sale = useSale();
  const lots = sale.auction.value?.lots ?? [];
  const open = openLot(sale);
  const step = stepOf(sale);
  const lot = open ?? lastEnded(lots);
  const endsAtMs = open?.current?.endsAtMs ?? null;
  const isStill = step.kind === 'none' || step.kind === 'wait';
  return (
    <section class="lot-console" data-open={open !== null} aria-label={t('sale.onStage')}>
      {lot === null ? (
        <BeforeFirst next={step.kind === 'open' ? step.lot : null} />
      ) : (
        <>
          <LotHeading lot={lot} />
          <PriceBoard lot={lot} />
          {endsAtMs !== null && <LotClock endsAtMs={endsAtMs} />}
          {open?.kind === 'hammer' && <Calls calls={open.current?.calls ?? 0} />}
          <Facts lot={lot} />
          {open === null && <SettlementNote lot={lot} />}
        </>
      )}
      {sale.mayDirect && (
        <div class="lot-step">
          <Button
            tone={step.kind === 'close' ? 'live' : 'act'}
            size="big"
            wide
            disabled={isStill || sale.isStale.value}
            busy={sale.busy.value !== null && sale.busy.value.startsWith('auction.')}
            onClick={() => void takeStep(sale, step)}
          >
            <span class="step-words">{stepText(step, sale.money)}</span>
            <kbd class="step-key" aria-hidden="true">
              N
            </kbd>
          </Button>
          <Menu
            label={t('everywhere.more')}
            items={moreFor(open, lastEnded(lots)?.status === 'sold' && open === null, sale, dialogs)}
          />
        </div>
      )}
      {lot !== null && <History lot={lot} />}
    </section>
  );
};
