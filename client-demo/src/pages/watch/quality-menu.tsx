import { Menu, type MenuItem } from '../../design/menu.tsx';
import { t } from '../../messages/t.ts';
import type { ProgrammePlayer } from '../../player/programme-player.ts';
import { chooseQuality, isSavingData, qualities, quality, saveData } from '../../player/quality.ts';
import { rungName } from './rung-name.ts';

/** How much picture: the player's own judgement, one size, or none; and whether to be thrifty with all of it. */
export const QualityMenu = ({ player }: { readonly player: ProgrammePlayer }) => {
  const sizes = player.rungs.value;
  const choices = qualities.map((one): MenuItem => ({
    label: rungName(one, sizes),
    icon: one === 'sound' ? 'volume' : one === 'auto' ? 'sliders' : 'screen',
    choice: 'radio',
    isChosen: quality.value === one,
    run: () => chooseQuality(one),
  }));
  const saver: MenuItem = {
    label: t('watch.dataSaver'),
    icon: 'hourglass',
    choice: 'checkbox',
    isChosen: isSavingData.value,
    run: () => saveData(!isSavingData.peek()),
  };
  return <Menu label={t('watch.quality')} icon="sliders" items={[...choices, saver]} />;
};
