import { signal } from '@preact/signals';

/** From here on a page has columns (watch.css and others). */
const query = matchMedia('(min-width: 900px)');

/** Whether the screen is a desk's: what only a desk shows is not drawn on a phone at all. */
export const isWideScreen = signal(query.matches);

query.addEventListener('change', ({ matches }) => (isWideScreen.value = matches));
