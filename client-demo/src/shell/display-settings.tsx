import { Dialog } from '../design/dialog.tsx';
import { Segmented } from '../design/segmented.tsx';
import { chooseToSpeak, languageNames, languages, spoken, type MessageKey } from '../messages/language.ts';
import { t } from '../messages/t.ts';
import { chooseTheme, theme, themes, type Theme } from './theme.ts';

const themeNames: Record<Theme, MessageKey> = {
  device: 'everywhere.themeDevice',
  light: 'everywhere.themeLight',
  dark: 'everywhere.themeDark',
  sunlight: 'everywhere.themeSunlight',
};

/** Look and language of this device. */
export const DisplaySettings = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title={t('everywhere.settings')} onClose={onClose}>
    <div class="stack" style={{ gap: 'var(--s6)' }}>
      <Segmented
        label={t('everywhere.theme')}
        value={theme.value}
        options={themes.map((value) => ({ value, label: t(themeNames[value]) }))}
        onSelect={chooseTheme}
      />
      <Segmented
        label={t('everywhere.language')}
        value={spoken.value.language}
        options={languages.map((value) => ({ value, label: languageNames[value], lang: value }))}
        onSelect={(language) => void chooseToSpeak(language)}
      />
    </div>
  </Dialog>
);
