/** What decides how large a picture is worth fetching. */
export interface LayerQuestion {
  /** How many simulcast layers there are; each doubles the width of the one below. */
  readonly layers: number;
  /** Size of the element in CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly pixelRatio: number;
  readonly fit: 'cover' | 'contain';
}

/** Width of the top layer as publishers send it (publish-encodings.ts). */
const fullWidth = 1280;
const aspect = 16 / 9;
/** Beyond this density nobody sees the difference of a moving picture on a phone. */
const usefulPixelRatio = 2;
/** A picture enlarged by a third still looks sharp in motion, and costs a quarter of the next layer. */
const enlargement = 0.72;

/** The smallest layer that looks sharp in the element; 0 is the smallest there is. */
export const chooseLayer = (question: LayerQuestion): number => {
  const { layers, width, height, fit } = question;
  const shownWidth = fit === 'cover' ? Math.max(width, height * aspect) : Math.min(width, height * aspect);
  const pixels = shownWidth * Math.min(question.pixelRatio, usefulPixelRatio) * enlargement;
  const top = layers - 1;
  let layer = 0;
  while (layer < top && fullWidth / 2 ** (top - layer) < pixels) layer += 1;
  return layer;
};
