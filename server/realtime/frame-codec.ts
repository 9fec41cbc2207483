import { Compile } from 'typebox/compile';
import type { CloseReason } from '#protocol/close-codes.ts';
import { ClientFrameSchema, type ClientMessage } from '#protocol/messages.ts';

export type DecodedFrame =
  | { readonly ok: true; readonly messages: readonly ClientMessage[] }
  | { readonly ok: false; readonly reason: CloseReason };

/** mediasoup-client's capabilities nest 6 deep inside a request; nothing of ours needs more than twice that. */
export const maximumDepth = 16;

const frameValidator = Compile(ClientFrameSchema);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const quote = 0x22;
const backslash = 0x5c;
const openers: readonly number[] = [0x5b, 0x7b];
const closers: readonly number[] = [0x5d, 0x7d];

/** Whether arrays and objects nest deeper than `limit`. Looks at bytes: no byte of a multi-byte character is ASCII. */
const nestsDeeperThan = (data: Uint8Array, limit: number): boolean => {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < data.length; at += 1) {
    const byte = data[at] ?? 0;
    if (inString) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (openers.includes(byte)) {
      depth += 1;
      if (depth > limit) return true;
    } else if (closers.includes(byte)) depth -= 1;
  }
  return false;
};

const invalid: DecodedFrame = { ok: false, reason: 'frame-invalid' };

/**
 * Parses one frame of a client: a JSON array of 1 to 64 known messages, in UTF-8, of at most `limitBytes`.
 * Never throws, whatever the bytes are; a frame is taken whole or not at all.
 */
export const decodeFrame = (data: Uint8Array, limitBytes: number): DecodedFrame => {
  if (data.length > limitBytes) return { ok: false, reason: 'frame-too-large' };
  if (nestsDeeperThan(data, maximumDepth)) return invalid;
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(data));
  } catch {
    // Not UTF-8 or not JSON; which of both does not change what the client has to do.
    return invalid;
  }
  return frameValidator.Check(value) ? { ok: true, messages: value } : invalid;
};
