import { createSecretKey, hkdfSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { playlistTokenAudience } from '#protocol/hls.ts';

/**
 * What signs the tokens of one show's playlists: 32 bytes as base64url, as the worker gets it with the plan. Derived
 * from the shop's secret, so all servers of a shop sign alike, and a worker that has it can sign for this show only.
 */
export const playlistKeyOf = (secret: Uint8Array, showId: string): string =>
  Buffer.from(hkdfSync('sha256', secret, '', `popstage playlists ${showId}`, 32)).toString('base64url');

/** A token for all playlists, parts and pictures of this show (JWT, HS256, RFC 7519). Good for whole seconds. */
export async function signPlaylistToken(
  key: string,
  showId: string,
  times: { readonly nowMs: number; readonly lifeMs: number },
): Promise<{ readonly token: string; readonly expiresAtMs: number }> {
  const expiresAtS = Math.floor((times.nowMs + times.lifeMs) / 1000);
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setAudience(playlistTokenAudience)
    .setSubject(showId)
    .setExpirationTime(expiresAtS)
    .sign(createSecretKey(Buffer.from(key, 'base64url')));
  return { token, expiresAtMs: expiresAtS * 1000 };
}
