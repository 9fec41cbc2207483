import type { MagicLinkView } from '#protocol/views.ts';

export type LinkHealth = 'open' | 'revoked' | 'expired' | 'used-up';

/** Whether a link still lets anybody in, and if not, why. Pure. */
export const linkHealth = (link: MagicLinkView, nowMs: number): LinkHealth => {
  if (link.revokedAtMs !== null) return 'revoked';
  if (link.expiresAtMs !== null && link.expiresAtMs <= nowMs) return 'expired';
  if (link.maximumUses !== null && link.uses >= link.maximumUses) return 'used-up';
  return 'open';
};
