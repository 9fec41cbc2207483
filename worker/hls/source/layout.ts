import { videoRenditions, type RenditionName, type VideoRendition } from '../renditions.ts';
import type { Ladder, Rung } from '#config/hls-ladder.ts';

/** What is known of a live picture before ffmpeg sees it. */
export interface Picture {
  /** `video/H264`, say. */
  readonly mimeType: string;
  /** Comes in irregular frames, so that it is encoded to a constant rate. */
  readonly isScreen: boolean;
  /** Spatial layers, the largest picture first. */
  readonly layers: readonly number[];
  /** Those of them that the publisher does not send now. */
  readonly missing: ReadonlySet<number>;
}

/** One stream that ffmpeg writes, and the renditions that it becomes. */
export interface PictureOutput {
  readonly renditions: readonly VideoRendition[];
  /** Index in `Layout.inputs`. */
  readonly input: number;
  /** `null`: copied as it is. */
  readonly rung: Rung | null;
}

/** Which rendition is made how from which layer. */
export interface Layout {
  /** Spatial layers that are tapped. */
  readonly inputs: readonly number[];
  readonly outputs: readonly PictureOutput[];
}

/** Of the slate: the least at which players do not take a rendition for stalled and whole pictures make a part. */
export const slateFrameRate = 16;

/** The slate: every picture is made from ffmpeg's own. */
export const slateLayout = (ladder: Ladder): Layout => ({
  inputs: [],
  outputs: encodedOutputs(ladder).map((output) => ({
    ...output,
    rung: { ...output.rung, framesPerSecond: slateFrameRate },
  })),
});

/**
 * Copies what can be copied. A missing layer's rendition takes the next lower layer; where there is none, and for
 * renditions that the publisher has no layer for, the lowest one is encoded.
 */
export function layoutOf(picture: Picture, ladder: Ladder): Layout {
  const living = picture.layers.filter((layer) => !picture.missing.has(layer));
  const [largest = 0] = living.length > 0 ? living : picture.layers;
  if (picture.isScreen || picture.mimeType.toLowerCase() !== 'video/h264')
    return encodedFrom(largest, ladder);
  const lowest = living.at(-1) ?? largest;
  const sources = videoRenditions.map((rendition, rank) => ({
    rendition,
    copied: copiedLayer(rank, picture.layers, living.length > 0 ? living : [largest]),
  }));
  const inputs = [...new Set(sources.map(({ copied }) => copied ?? lowest))];
  const outputs: PictureOutput[] = [];
  for (const layer of inputs) {
    const renditions = sources.filter(({ copied }) => copied === layer).map(({ rendition }) => rendition);
    if (renditions.length > 0) outputs.push({ renditions, input: inputs.indexOf(layer), rung: null });
  }
  for (const { rendition, copied } of sources) {
    if (copied === null)
      outputs.push({ renditions: [rendition], input: inputs.indexOf(lowest), rung: ladder[rendition] });
  }
  return { inputs, outputs };
}

/** All that a run with this layout offers. */
export const renditionsOf = ({ outputs }: Layout): readonly RenditionName[] => [
  ...videoRenditions.filter((name) => outputs.some(({ renditions }) => renditions.includes(name))),
  'sound',
  'thrift',
];

function encodedFrom(layer: number, ladder: Ladder): Layout {
  return { inputs: [layer], outputs: encodedOutputs(ladder) };
}

const encodedOutputs = (ladder: Ladder): readonly (PictureOutput & { readonly rung: Rung })[] =>
  videoRenditions.map((rendition) => ({ renditions: [rendition], input: 0, rung: ladder[rendition] }));

/** The layer that becomes the rendition of this rank by copying; null where it must be encoded. */
function copiedLayer(rank: number, layers: readonly number[], living: readonly number[]): number | null {
  const isLast = rank === videoRenditions.length - 1;
  const place = isLast && layers.length >= videoRenditions.length ? layers.length - 1 : rank;
  if (place >= layers.length) return null;
  return layers.slice(place).find((layer) => living.includes(layer)) ?? null;
}
