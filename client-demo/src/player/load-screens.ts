import type { CreateScreen } from './screen.ts';

let loading: Promise<CreateScreen> | undefined;

const canAssemble = (): boolean => 'MediaSource' in globalThis || 'ManagedMediaSource' in globalThis;

/** hls.js is the largest piece of script there is: it travels only when it is needed, or when nothing else does. */
export const loadScreens = (): Promise<CreateScreen> => {
  loading ??= canAssemble()
    ? import('./hls-screen.ts').then(({ createHlsScreen }) => createHlsScreen)
    : import('./native-screen.ts').then(({ createNativeScreen }) => createNativeScreen);
  // A download that failed is asked for again; Chromium then answers from memory until the page is loaded anew.
  loading.catch(() => (loading = undefined));
  return loading;
};
