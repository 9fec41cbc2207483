import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { LotView } from '#protocol/auction-views.ts';
import { useBuying } from '../order/buying.ts';
import { voiceOf } from './bid-voice.ts';

/** Bids of others come faster than they can be said: the last one, this often. */
const sayEveryMs = 3000;

/** Says bids, outbids and the end of a lot to screen readers, politely. */
export const BidVoice = ({ lot }: { readonly lot: LotView | null }) => {
  const { price } = useBuying();
  const said = useSignal('');
  const before = useRef<LotView | null>(lot);
  const later = useRef<{ text: string; timer: ReturnType<typeof setTimeout> } | null>(null);
  const lastAtMs = useRef(0);
  useEffect(() => {
    const voice = voiceOf(before.current, lot, price);
    before.current = lot;
    if (voice === null) return;
    const say = (text: string) => {
      if (later.current !== null) clearTimeout(later.current.timer);
      later.current = null;
      lastAtMs.current = performance.now();
      said.value = text;
    };
    const waitMs = lastAtMs.current + sayEveryMs - performance.now();
    if (voice.isPressing || waitMs <= 0) return say(voice.text);
    if (later.current !== null) later.current.text = voice.text;
    else {
      const timer = setTimeout(() => say(later.current?.text ?? ''), waitMs);
      later.current = { text: voice.text, timer };
    }
  }, [lot]);
  useEffect(
    () => () => {
      if (later.current !== null) clearTimeout(later.current.timer);
    },
    [],
  );
  return (
    <p class="unseen" aria-live="polite" aria-atomic="true" data-testid="bid-voice">
      {said.value}
    </p>
  );
};
