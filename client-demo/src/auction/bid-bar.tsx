import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { AuctionView } from '#protocol/auction-views.ts';
import { Icon } from '../design/icon.tsx';
import { lazy } from '../design/lazy.tsx';
import { viewOf } from '../live/commerce/follow-view.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { useBidFeel } from './bid-feel.ts';
import { needOf, type BidNeed } from './bid-needs.ts';
import { BidVoice } from './bid-voice-box.tsx';
import { isCrewOf, lotOnStage, secondChanceIn } from './lot-on-stage.ts';
import { OpenLot } from './open-lot.tsx';
import { ComingLot, EndedLot } from './quiet-lot.tsx';
import { SecondChance } from './second-chance.tsx';
import './auction.css';

const SignInDialog = lazy(async () => (await import('../pages/account/sign-in-dialog.tsx')).SignInDialog);
const CardDialog = lazy(async () => (await import('./card-dialog.tsx')).CardDialog);
const LotsDialog = lazy(async () => (await import('./lots-dialog.tsx')).LotsDialog);

/** A refusal is news for so long; after it the line says again how one stands. */
const refusalMs = 6000;

const useForgottenRefusal = (): void => {
  const { bidding } = useBuying();
  const progress = bidding.progress.value;
  useEffect(() => {
    if (progress.status !== 'refused') return undefined;
    const timer = setTimeout(() => bidding.dismiss(), refusalMs);
    return () => clearTimeout(timer);
  }, [progress]);
};

/** The shop wants to know more of who bids: the way to give it opens with the refusal that says so. */
const QualifyFirst = () => {
  const { bidding, catalogue } = useBuying();
  const need = useSignal<BidNeed | null>(null);
  const progress = bidding.progress.value;
  useEffect(() => {
    const asked = needOf(progress, viewOf(catalogue.peek())?.paymentMethods ?? []);
    if (asked !== null) need.value = asked;
  }, [progress]);
  const close = () => (need.value = null);
  if (need.value === null) return null;
  return need.value === 'sign-in' ? <SignInDialog onClose={close} /> : <CardDialog onClose={close} />;
};

const moodOf = (view: AuctionView): string => {
  const stage = lotOnStage(view);
  if (stage.kind !== 'open') return 'quiet';
  if (stage.lot.own?.isLeading === true) return 'leading';
  return stage.lot.own?.isOutbid === true ? 'outbid' : 'open';
};

/** The next lot in one line, under the one that has just ended. */
const NextLine = ({ title, onOpen }: { readonly title: string; readonly onOpen: () => void }) => (
  <button type="button" class="lot-next" onClick={onOpen} aria-haspopup="dialog">
    <small>{t('auction.next')}</small> <span dir="auto">{title}</span>
    <Icon name="chevron" sizePx={16} />
  </button>
);

const Bar = ({ view, isPaused }: { readonly view: AuctionView; readonly isPaused: boolean }) => {
  const areLotsOpen = useSignal<string | null>(null);
  const stage = lotOnStage(view);
  const lot = stage.kind === 'nothing' ? null : stage.lot;
  const chance = secondChanceIn(view);
  const mayBid = !view.isBarred && !isCrewOf(view);
  useBidFeel(lot);
  useForgottenRefusal();
  const openDetails = (lotId: string) => (areLotsOpen.value = lotId);
  return (
    <>
      {chance !== null && <SecondChance lot={chance} />}
      {lot !== null && (
        <section
          class="lot"
          aria-label={t('auction.title')}
          data-testid="bid-bar"
          data-kind={stage.kind}
          data-mood={moodOf(view)}
        >
          {stage.kind === 'open' && (
            <OpenLot
              key={`${lot.lotId} ${lot.run}`}
              view={view}
              lot={lot}
              isPaused={isPaused}
              onDetails={() => openDetails(lot.lotId)}
            />
          )}
          {stage.kind === 'ended' && <EndedLot lot={lot} onDetails={() => openDetails(lot.lotId)} />}
          {stage.kind === 'ended' && stage.next !== null && (
            <NextLine title={stage.next.title} onOpen={() => openDetails(stage.next?.lotId ?? '')} />
          )}
          {stage.kind === 'coming' && (
            <ComingLot lot={lot} mayBid={mayBid} onDetails={() => openDetails(lot.lotId)} />
          )}
        </section>
      )}
      <BidVoice lot={lot} />
      <QualifyFirst />
      {areLotsOpen.value !== null && (
        <LotsDialog view={view} lotId={areLotsOpen.value} onClose={() => (areLotsOpen.value = null)} />
      )}
    </>
  );
};

/** The auction of a show for whoever watches it: nothing at all where there are no lots. */
export const BidBar = ({ isPaused }: { readonly isPaused: boolean }) => {
  const { auction } = useBuying();
  const view = viewOf(auction.value);
  return view === null ? null : <Bar view={view} isPaused={isPaused} />;
};
