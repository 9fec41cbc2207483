import { createHash, randomBytes } from 'node:crypto';
import type { IdSource } from '#application/ports.ts';
import type { Principal } from '#application/principal.ts';
import { Refusal } from '#protocol/errors.ts';
import type { Role } from '#protocol/roles.ts';
import type { CredentialStore, StoredLink } from './credential-store.ts';
import type { LinkView, NewLink } from './identity.ts';

const maximumListed = 500;
const rolesAHostGives: readonly Role[] = ['host', 'moderator', 'agent', 'staff'];

/** How a link secret is looked up: only this hash is stored. */
export const hashLinkSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url');

/** Makes a link without asking who may; for the first start and the operator at the terminal. */
export async function makeLink(
  deps: { readonly credentials: CredentialStore; readonly ids: IdSource; readonly nowMs: () => number },
  link: NewLink,
): Promise<{ readonly link: LinkView; readonly secret: string }> {
  // 256 bits: cannot be guessed, so a plain hash is enough and no salt is needed.
  const secret = randomBytes(32).toString('base64url');
  const view: LinkView = {
    ...link,
    linkId: deps.ids.next(),
    createdAtMs: deps.nowMs(),
    uses: 0,
    revokedAtMs: null,
  };
  await deps.credentials.addLink({ ...view, secretHash: hashLinkSecret(secret) });
  return { link: view, secret };
}

/** Throws `forbidden` unless `by` may give this role for this show. */
export function assertMayGive(by: Principal, { role, showId }: Pick<NewLink, 'role' | 'showId'>): void {
  if (role === 'admin' && showId !== null) throw new Refusal('forbidden', { role });
  if (by.role === 'admin') return;
  const isWithinScope = showId !== null && (by.showId === null || by.showId === showId);
  if (by.role !== 'host' || !rolesAHostGives.includes(role) || !isWithinScope) {
    throw new Refusal('forbidden', { role });
  }
}

const maySee = (by: Principal, link: LinkView): boolean => {
  if (by.role === 'admin') return true;
  return by.role === 'host' && link.showId !== null && (by.showId === null || by.showId === link.showId);
};

export async function listLinksFor(
  by: Principal,
  credentials: CredentialStore,
): Promise<readonly LinkView[]> {
  if (by.role !== 'admin' && by.role !== 'host') throw new Refusal('forbidden');
  const links = await credentials.listLinks(maximumListed);
  return links.filter((link) => maySee(by, link)).map(toView);
}

/** The link if `by` may see it; refuses with `link-invalid` otherwise, so that ids cannot be probed. */
export async function findLinkFor(
  by: Principal,
  linkId: string,
  credentials: CredentialStore,
): Promise<LinkView> {
  const link = await credentials.findLink(linkId);
  if (link === undefined || !maySee(by, link)) throw new Refusal('link-invalid');
  return toView(link);
}

/** Drops the hash, field by field, so that a new secret field cannot slip out. */
const toView = (link: StoredLink): LinkView => ({
  linkId: link.linkId,
  role: link.role,
  showId: link.showId,
  label: link.label,
  createdAtMs: link.createdAtMs,
  expiresAtMs: link.expiresAtMs,
  maximumUses: link.maximumUses,
  uses: link.uses,
  revokedAtMs: link.revokedAtMs,
});
