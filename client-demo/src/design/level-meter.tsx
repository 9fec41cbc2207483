import { useEffect, useRef } from 'preact/hooks';
import { t } from '../messages/t.ts';
import './level-meter.css';

/** How far a bar falls per frame at most, so that peaks can be seen. */
const fallPerFrame = 0.03;

/** Loudness of a microphone, read on every frame from `read` (0 to 1). Draws by transform only: no layout, no render. */
export const LevelMeter = ({ read, label }: { readonly read: () => number; readonly label?: string }) => {
  const bar = useRef<HTMLSpanElement>(null);
  const latest = useRef(read);
  latest.current = read;
  useEffect(() => {
    let shown = 0;
    let frame = 0;
    const draw = () => {
      shown = Math.max(latest.current(), shown - fallPerFrame);
      bar.current?.style.setProperty('clip-path', `inset(0 ${((1 - shown) * 100).toFixed(1)}% 0 0)`);
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <span class="level-meter" role="img" dir="ltr" aria-label={label ?? t('everywhere.level')}>
      <span ref={bar} />
    </span>
  );
};
