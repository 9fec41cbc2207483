/** A box of ISO/IEC 14496-12, 4.2: 32 bits of size, four letters, content. */
export interface Box {
  readonly type: string;
  /** Without its header. */
  readonly body: Buffer;
}

const headerBytes = 8;

/** The boxes that stand one after the other in `bytes`; null when one leaves it. */
export function boxesIn(bytes: Buffer): readonly Box[] | null {
  const boxes: Box[] = [];
  for (let at = 0; at < bytes.length;) {
    if (at + headerBytes > bytes.length) return null;
    const sizeBytes = bytes.readUInt32BE(at);
    if (sizeBytes < headerBytes || at + sizeBytes > bytes.length) return null;
    boxes.push({
      type: bytes.toString('latin1', at + 4, at + headerBytes),
      body: bytes.subarray(at + headerBytes, at + sizeBytes),
    });
    at += sizeBytes;
  }
  return boxes;
}

/** The content of the first box along a path of names; null when there is none. */
export function findBox(bytes: Buffer, path: readonly string[]): Buffer | null {
  let body = bytes;
  for (const name of path) {
    const found = boxesIn(body)?.find(({ type }) => type === name);
    if (found === undefined) return null;
    body = found.body;
  }
  return body;
}
