import { Refusal } from '#protocol/errors.ts';
import { mediaTypes, signatureBytes, sniffMediaType, type MediaKind, type MediaType } from './media-type.ts';

export interface Received {
  readonly contentType: MediaType;
  readonly sizeBytes: number;
}

/**
 * Reads an upload chunk by chunk: judges it by its first bytes, counts it against the limit of its kind and hands
 * each chunk on. Refuses as `BlobStore.save` says; what was handed on by then is the caller's to throw away.
 */
export async function receive(
  content: AsyncIterable<Uint8Array>,
  limitsBytes: Readonly<Record<MediaKind, number>>,
  handOn: (chunk: Uint8Array) => Promise<void>,
): Promise<Received> {
  let head = Buffer.alloc(0);
  let contentType: MediaType | undefined;
  let sizeBytes = 0;
  for await (const chunk of content) {
    sizeBytes += chunk.byteLength;
    if (contentType === undefined) {
      head = Buffer.concat([head, chunk]);
      if (head.byteLength < signatureBytes) continue;
      contentType = judge(head);
    }
    assertWithin(limitsBytes[mediaTypes[contentType]], sizeBytes);
    await handOn(head.byteLength > 0 ? head : chunk);
    head = Buffer.alloc(0);
  }
  // Shorter than a signature: no picture that means anything is, but the refusal must say which fault it is.
  if (contentType === undefined) throw new Refusal('media-type-unsupported');
  return { contentType, sizeBytes };
}

function judge(head: Uint8Array): MediaType {
  const contentType = sniffMediaType(head.subarray(0, signatureBytes));
  if (contentType === undefined) throw new Refusal('media-type-unsupported');
  return contentType;
}

function assertWithin(limitBytes: number, sizeBytes: number): void {
  if (sizeBytes > limitBytes) throw new Refusal('body-too-large', { limitBytes });
}
