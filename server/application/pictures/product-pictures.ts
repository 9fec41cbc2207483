import type { Sharp, SharpOptions } from 'sharp';
import type { MediaId } from '#domain/ids.ts';
import { Refusal } from '#protocol/errors.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import { mediaTypes, signatureBytes, sniffMediaType } from '../blobs/media-type.ts';
import { createSlots } from './slots.ts';

export interface SavedPicture {
  readonly mediaId: MediaId;
  readonly thumbnailId: MediaId;
  /** Of the larger one, in pixels, as it is shown: upright. */
  readonly width: number;
  readonly height: number;
}

/** Pictures of products: made upright, at most so large, and without where and when they were taken. */
export interface ProductPictures {
  /**
   * Keeps a picture and its thumbnail as WebP. Refusals: `media-type-unsupported` for what is no picture,
   * `body-too-large`, `picture-too-large` for too many pixels (before they are decoded), `picture-unreadable`,
   * `storage-full`, and `server-overloaded` while too many others wait.
   */
  save(content: AsyncIterable<Uint8Array>): Promise<SavedPicture>;
}

export interface PictureLimits {
  readonly pictureBytes: number;
  readonly picturePixels: number;
}

/** Fills a phone held upright at three pixels per point, and a card on a desk. */
const longSide = { picture: 1600, thumbnail: 400 };
/** Where the eye begins to see it on photographs; the format's own scale ends at 100. */
const quality = 80;
/** Decoded pixels are what takes memory. */
const atOnce = 2;
/** Held in memory while they come in, some over a poor uplink; so many wait for their turn then. */
const incomingAtOnce = 16;

export function createProductPictures(
  blobs: Pick<BlobStore, 'save'>,
  { pictureBytes, picturePixels }: PictureLimits,
): ProductPictures {
  const incoming = createSlots(incomingAtOnce, 0);
  const working = createSlots(atOnce, incomingAtOnce);
  const keep = async (bytes: Uint8Array): Promise<MediaId> => {
    const limitsBytes = { picture: bytes.byteLength, clip: 0 };
    return (await blobs.save(one(bytes), limitsBytes)).mediaId;
  };
  const work = async (bytes: Buffer): Promise<SavedPicture> => {
    const open = await opener(bytes, picturePixels);
    const [picture, thumbnail] = [await shrink(open(), 'picture'), await shrink(open(), 'thumbnail')];
    const { width, height } = picture.info;
    return { mediaId: await keep(picture.data), thumbnailId: await keep(thumbnail.data), width, height };
  };
  return {
    save: (content) =>
      incoming.run(async () => {
        const bytes = await gather(content, pictureBytes);
        // Whoever sends slowly holds up nobody who is done sending.
        return working.run(() => work(bytes));
      }),
  };
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Reads an upload whole, refusing it by its first bytes and as soon as it is too long. */
async function gather(content: AsyncIterable<Uint8Array>, limitBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of content) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > limitBytes) throw new Refusal('body-too-large', { limitBytes });
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const type = sniffMediaType(bytes.subarray(0, signatureBytes));
  if (type === undefined || mediaTypes[type] !== 'picture') throw new Refusal('media-type-unsupported');
  return bytes;
}

/** The library is loaded with the first picture, so that a start does not wait for it. Its header is judged before its pixels. */
async function opener(bytes: Buffer, limitPixels: number): Promise<() => Sharp> {
  const { default: sharp } = await import('sharp');
  // Nothing is asked for twice, so what it would remember only takes memory.
  sharp.cache(false);
  const options: SharpOptions = { limitInputPixels: limitPixels, failOn: 'error' };
  const { width, height } = await readable(sharp(bytes, { limitInputPixels: false }).metadata());
  if (width * height > limitPixels) throw new Refusal('picture-too-large', { limitPixels });
  return () => sharp(bytes, options);
}

/** Upright by what the camera noted, before that note is dropped; never larger than it was. */
function shrink(picture: Sharp, size: keyof typeof longSide) {
  const side = longSide[size];
  const made = picture
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality })
    .toBuffer({ resolveWithObject: true });
  return readable(made);
}

const readable = async <Value>(reading: Promise<Value>): Promise<Value> => {
  try {
    return await reading;
  } catch (cause) {
    throw new Refusal('picture-unreadable', undefined, { cause });
  }
};
