import type { MediaId } from '#domain/ids.ts';
import type { MediaKind, MediaType } from './media-type.ts';

export interface StoredBlob {
  /** SHA-256 of the bytes: the same picture twice is one blob. */
  readonly mediaId: MediaId;
  readonly contentType: MediaType;
  readonly sizeBytes: number;
  /** A file of this machine: served by HTTP, and played by the media worker as a clip. */
  readonly path: string;
}

/** Pictures and clips. What `save` answered is complete and synced to disk. */
export interface BlobStore {
  /**
   * Refusals: `media-type-unsupported` by the first bytes, `body-too-large` over the limit of its kind,
   * `storage-full` when the store has no room. Nothing of a refused or broken upload stays behind.
   */
  save(
    content: AsyncIterable<Uint8Array>,
    limitsBytes: Readonly<Record<MediaKind, number>>,
  ): Promise<StoredBlob>;
  find(mediaId: MediaId): Promise<StoredBlob | undefined>;
}
