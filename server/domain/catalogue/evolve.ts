import type { CatalogueOccurrence } from './events.ts';
import type { CatalogueState } from './state.ts';

/** Folds an event into the state; total, never throws. */
export const evolveCatalogue = (state: CatalogueState, _occurrence: CatalogueOccurrence): CatalogueState =>
  state;
