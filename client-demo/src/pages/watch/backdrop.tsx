import { useEffect, useRef } from 'preact/hooks';
import type { ProgrammePlayer } from '../../player/programme-player.ts';
import './backdrop.css';

/** So few pixels that blurring them costs nothing; a blur by style would be done anew for every frame above it. */
const size = { width: 48, height: 27 };
const filter = 'blur(3px) brightness(0.6) saturate(1.2)';
/** The blur reaches beyond the edge, where it would find the dark. */
const margin = 6;
/** A light in the room, not a second picture: it may lag. */
const redrawEveryMs = 1000;

/** The colours of the picture around it, where there would be black bars. */
export const Backdrop = ({ player }: { readonly player: ProgrammePlayer }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const hasPicture = player.picture.value !== null;
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false });
    if (!hasPicture || context === null || context === undefined) return undefined;
    const draw = () => {
      if (document.visibilityState === 'hidden') return;
      context.filter = filter;
      const { width, height } = size;
      context.drawImage(player.front(), -margin, -margin, width + 2 * margin, height + 2 * margin);
    };
    draw();
    const timer = setInterval(draw, redrawEveryMs);
    return () => clearInterval(timer);
  }, [player, hasPicture]);
  return <canvas class="watch-backdrop" ref={canvas} {...size} hidden={!hasPicture} aria-hidden="true" />;
};
