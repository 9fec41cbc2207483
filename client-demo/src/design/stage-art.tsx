import { useId } from 'preact/hooks';
import './stage-art.css';

/** Things to sell, drawn on a plinth in a box of 40 x 48 whose lower edge stands on it. */
const wares = [
  // A vase.
  'M15 4h10v3c0 5 8 9 8 21 0 10-4 17-7 20H14C11 45 7 38 7 28 7 16 15 12 15 7z',
  // A bottle.
  'M17 2h6v11c5 3 8 6 8 12v23H9V25c0-6 3-9 8-12z',
  // A cup with its handle.
  'M6 20h24v3h3c4 0 6 3 6 7s-3 8-8 8h-2c-1 5-4 10-7 10H13C8 48 6 38 6 20zm24 7v7h1c2 0 4-1 4-4 0-2-1-3-3-3z',
  // A parcel with a bow.
  'M4 18h14c-8-3-9-11-4-12 3-1 5 3 6 8 1-5 3-9 6-8 5 1 4 9-4 12h14v7H4zm2 9h28v21H6z',
  // A plant in a pot.
  'M20 30C18 20 9 20 5 12c9-2 14 3 15 9 0-9 3-16 11-19 3 9-2 16-9 22 4-4 9-6 14-5-2 7-8 10-14 11h10l-3 18H11L8 30z',
  // A lamp.
  'M14 4h12l8 20H22v18h7v6H11v-6h7V24H6z',
] as const;

/** Hues of the cloth behind the stage: warm reds, ambers, greens and a night blue. No purple. */
const hues = [18, 36, 70, 158, 205, 350] as const;

/** A number from an id, the same on every device (FNV-1a, 32 bit). Pure. */
export const hashOf = (id: string): number => {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
};

interface StageArtProps {
  /** The show's id: the same show has the same picture everywhere. */
  readonly seed: string;
  /** Lamps on (live, coming soon) or dimmed (paused, ended). */
  readonly isLit?: boolean;
}

/** A show without a picture yet: an empty stage, one spotlight, one thing on a plinth. Decorative. */
export const StageArt = ({ seed, isLit = true }: StageArtProps) => {
  const id = useId();
  const hash = hashOf(seed);
  const hue = hues[hash % hues.length] ?? 36;
  const ware = wares[(hash >>> 8) % wares.length] ?? wares[0];
  const lampX = 90 + ((hash >>> 16) % 140);
  const folds = Array.from({ length: 16 }, (_, index) => index * 20);
  return (
    <svg class="stage-art" viewBox="0 0 320 180" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <defs>
        <linearGradient id={`${id}-cloth`} x1="0" x2="1" y1="0" y2="0">
          <stop offset="0" stop-color={`hsl(${hue} 42% 15%)`} />
          <stop offset="0.45" stop-color={`hsl(${hue} 46% 24%)`} />
          <stop offset="1" stop-color={`hsl(${hue} 40% 11%)`} />
        </linearGradient>
        <linearGradient id={`${id}-beam`} x1="0" x2="0" y1="0" y2="1">
          <stop offset="0" stop-color="#fff0c9" stop-opacity="0.75" />
          <stop offset="1" stop-color="#ffd98a" stop-opacity="0.1" />
        </linearGradient>
        <radialGradient id={`${id}-pool`}>
          <stop offset="0" stop-color="#fff3d2" />
          <stop offset="0.55" stop-color="#ffd27a" stop-opacity="0.75" />
          <stop offset="1" stop-color="#ffb53a" stop-opacity="0" />
        </radialGradient>
        <radialGradient id={`${id}-dark`} cx="0.5" cy="0.62" r="0.75">
          <stop offset="0.3" stop-color="#0c0805" stop-opacity="0" />
          <stop offset="1" stop-color="#0c0805" stop-opacity="0.85" />
        </radialGradient>
        <linearGradient id={`${id}-ware`} x1="0" x2="1" y1="0" y2="0.4">
          <stop offset="0" stop-color={`hsl(${(hue + 24) % 360} 62% 62%)`} />
          <stop offset="0.5" stop-color="#fff4da" />
          <stop offset="1" stop-color={`hsl(${hue} 50% 42%)`} />
        </linearGradient>
      </defs>
      {folds.map((x) => (
        <rect key={x} x={x} width="20.5" height="140" fill={`url(#${id}-cloth)`} />
      ))}
      <rect y="136" width="320" height="44" fill={`hsl(${hue} 34% 9%)`} />
      <rect y="136" width="320" height="1.5" fill={`hsl(${hue} 40% 30%)`} />
      <g opacity={isLit ? 1 : 0.25}>
        <path d={`M${lampX - 5} -4h10L214 158H106z`} fill={`url(#${id}-beam)`} />
        <ellipse cx="160" cy="157" rx="76" ry="17" fill={`url(#${id}-pool)`} />
      </g>
      <ellipse cx="160" cy="156" rx="30" ry="6" fill="#1a0f04" opacity="0.55" />
      <path d="M136 118h48l3 37c-6 4-48 4-54 0z" fill={`hsl(${hue} 18% 20%)`} />
      <ellipse cx="160" cy="118" rx="24" ry="5.5" fill={`hsl(${hue} 30% 55%)`} />
      <g transform="translate(138 69) scale(1.1 1.02)">
        <path d={ware} fill={`url(#${id}-ware)`} fill-rule="evenodd" />
      </g>
      <rect width="320" height="180" fill={`url(#${id}-dark)`} />
    </svg>
  );
};
