import { useEffect, useRef } from 'preact/hooks';
import type { StagePlayer } from '../../stage/stage-player.ts';
import './backdrop.css';

/** So few pixels that drawing them costs nothing; the style stretches and blurs them once for each redraw. */
const size = { width: 32, height: 18 };
/** A light in the room, not a second picture: it may lag. */
const redrawEveryMs = 1000;

/** The colours of the picture around it, where there would be black bars. */
export const Backdrop = ({ player }: { readonly player: StagePlayer }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const hasPicture = player.picture.value !== null;
  useEffect(() => {
    const context = canvas.current?.getContext('2d', { alpha: false });
    if (!hasPicture || context === null || context === undefined) return undefined;
    const draw = () => {
      if (document.visibilityState === 'hidden') return;
      context.drawImage(player.front(), 0, 0, size.width, size.height);
    };
    draw();
    const timer = setInterval(draw, redrawEveryMs);
    return () => clearInterval(timer);
  }, [player, hasPicture]);
  return <canvas class="watch-backdrop" ref={canvas} {...size} hidden={!hasPicture} aria-hidden="true" />;
};
