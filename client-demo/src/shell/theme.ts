import { signal } from '@preact/signals';

/** `device` follows light or dark of the device; `sunlight` is black on white for outdoors. */
export const themes = ['device', 'light', 'dark', 'sunlight'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'popstage.theme';

/** Reads a stored choice; anything unknown means the device's. Pure. */
export const parseTheme = (stored: string | null): Theme =>
  themes.find((theme) => theme === stored) ?? 'device';

export const theme = signal<Theme>('device');

const apply = (chosen: Theme): void => {
  theme.value = chosen;
  if (chosen === 'device') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
};

/** Puts on the look remembered on this device. */
export const wearTheme = (): void => apply(parseTheme(localStorage.getItem(storageKey)));

/** Changes the look and remembers it on this device. */
export const chooseTheme = (chosen: Theme): void => {
  localStorage.setItem(storageKey, chosen);
  apply(chosen);
};
