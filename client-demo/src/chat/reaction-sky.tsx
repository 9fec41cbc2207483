import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Reaction } from '#protocol/methods/room.ts';
import type { ReactionCounts } from '#protocol/room-views.ts';
import { t } from '../messages/t.ts';
import { particlesOf, reactionLooks, sumOf } from './reactions.ts';
import './reaction-sky.css';

/** More at once is fog, and a phone's compositor has other things to do. */
const maximumParticles = 24;
const flightMs = 2400;
const bubbleMs = 3000;

/** Where reactions come from: `follow` calls back with each sum until the returned stop. */
export interface ReactionSource {
  follow(listener: (counts: ReactionCounts) => void): () => void;
}

/** One particle: moved by transform and opacity alone, thrown away after its flight. */
const launch = (sky: HTMLElement, kind: Reaction): void => {
  if (sky.childElementCount >= maximumParticles) return;
  const particle = document.createElement('span');
  particle.textContent = reactionLooks[kind].emoji;
  sky.append(particle);
  const drift = (Math.random() - 0.5) * 56;
  const rise = -(160 + Math.random() * 120);
  const lean = (Math.random() - 0.5) * 30;
  particle
    .animate(
      [
        { transform: 'translate(0, 0) scale(0.4)', opacity: 0 },
        { transform: `translate(${drift * 0.3}px, ${rise * 0.25}px) scale(1.1)`, opacity: 1, offset: 0.18 },
        { transform: `translate(${drift}px, ${rise}px) rotate(${lean}deg) scale(0.9)`, opacity: 0 },
      ],
      {
        duration: flightMs * (0.8 + Math.random() * 0.4),
        delay: Math.random() * 200,
        easing: 'ease-out',
        fill: 'both',
      },
    )
    .addEventListener('finish', () => particle.remove());
};

const prefersStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** What the audience throws, floating up; for whom motion is too much, a number that comes and goes. */
export const ReactionSky = ({ source }: { readonly source: ReactionSource }) => {
  const sky = useRef<HTMLDivElement>(null);
  const bubble = useSignal<{ readonly kind: Reaction; readonly count: number } | null>(null);
  useEffect(() => {
    let hideBubble: ReturnType<typeof setTimeout> | undefined;
    const stop = source.follow((counts) => {
      const particles = particlesOf(counts);
      const [first] = particles;
      if (first === undefined || document.visibilityState === 'hidden') return;
      if (!prefersStillness()) return particles.forEach((kind) => sky.current && launch(sky.current, kind));
      bubble.value = { kind: first, count: (bubble.peek()?.count ?? 0) + sumOf(counts) };
      clearTimeout(hideBubble);
      hideBubble = setTimeout(() => (bubble.value = null), bubbleMs);
    });
    return () => {
      stop();
      clearTimeout(hideBubble);
    };
  }, [source]);
  return (
    <>
      <div class="reaction-sky" ref={sky} aria-hidden="true" />
      {bubble.value !== null && (
        <span
          class="reaction-bubble digits"
          aria-label={t('chat.reactionsNow', { count: bubble.value.count })}
          role="img"
        >
          {reactionLooks[bubble.value.kind].emoji} {bubble.value.count}
        </span>
      )}
    </>
  );
};
