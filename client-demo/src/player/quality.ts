import { signal } from '@preact/signals';
import { lineHints } from './line.ts';

/** What somebody can choose: the player's own judgement, one of the pictures, or none. */
export const qualities = ['auto', 'high', 'middle', 'low', 'sound'] as const;
export type Quality = (typeof qualities)[number];
export type Rung = 'high' | 'middle' | 'low';

/** How a rung looks right now; sizes come from the playlist and follow the camera. */
export interface RungSize {
  readonly rung: Rung;
  /** Short edge in pixels; null where only the order is known. */
  readonly shortEdge: number | null;
}

const qualityKey = 'popstage.quality';
const saverKey = 'popstage.data-saver';

const readQuality = (): Quality => {
  const kept = localStorage.getItem(qualityKey);
  return qualities.find((one) => one === kept) ?? 'auto';
};

const readSaver = (): boolean => {
  const kept = localStorage.getItem(saverKey);
  return kept === null ? lineHints().saveData === true : kept === 'on';
};

/** What this browser was told last; whoever reads it is told of changes. */
export const quality = signal<Quality>(readQuality());
/** As chosen here, else as the browser was told. */
export const isSavingData = signal<boolean>(readSaver());

export const chooseQuality = (next: Quality): void => {
  quality.value = next;
  localStorage.setItem(qualityKey, next);
};

export const saveData = (isSaving: boolean): void => {
  isSavingData.value = isSaving;
  localStorage.setItem(saverKey, isSaving ? 'on' : 'off');
};

/** The rung that may be shown at most; null: whatever the line and the screen carry. Pure. */
export const topRung = (wish: Quality, isSaving: boolean): Rung | null => {
  if (wish === 'auto' || wish === 'sound') return isSaving ? 'low' : null;
  return wish;
};

/** The simulcast layer of a rung, of so many there are; 0 is the smallest. Pure. */
export const layerOfRung = (rung: Rung, layers: number): number => {
  const steps = { high: 0, middle: 1, low: 2 } as const;
  return Math.max(0, layers - 1 - steps[rung]);
};
