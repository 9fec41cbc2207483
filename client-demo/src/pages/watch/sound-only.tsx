import { Icon } from '../../design/icon.tsx';
import { StageArt } from '../../design/stage-art.tsx';
import { t } from '../../messages/t.ts';
import './sound-only.css';

/** In place of a picture that was not asked for, or that the line does not carry: so that nobody waits for it. */
export const SoundOnly = ({ seed }: { readonly seed: string }) => (
  <div class="watch-sound-only" data-testid="sound-only">
    <StageArt seed={seed} />
    <p class="watch-sound-only-word">
      <Icon name="volume" sizePx={18} /> {t('watch.soundOnly')}
    </p>
  </div>
);
