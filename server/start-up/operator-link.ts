import type { CredentialStore } from '#application/identity/credential-store.ts';
import { makeLink } from '#application/identity/magic-links.ts';
import type { IdSource } from '#application/ports.ts';

interface Deps {
  readonly credentials: CredentialStore;
  readonly ids: IdSource;
  readonly nowMs: () => number;
}

const hourMs = 3_600_000;
/** Long enough to set a shop up, short enough that an old terminal log opens nothing. */
const firstLinkMs = 7 * 24 * hourMs;
/** Printed at a later start to whoever sits at the terminal. */
const laterLinkMs = hourMs;

/** A link for whoever runs the server; answers its secret. */
export async function makeOperatorLink(deps: Deps, lifeMs: number): Promise<string> {
  const expiresAtMs = deps.nowMs() + lifeMs;
  const wanted = { role: 'admin', showId: null, label: 'Operator', expiresAtMs, maximumUses: null } as const;
  return (await makeLink(deps, wanted)).secret;
}

/**
 * The first start always makes one: there is no other way in. Later ones only for a person at a terminal, so that
 * the logs of a service do not fill with keys; `npm run admin-link` makes one at any time.
 */
export async function linkForStart(deps: Deps, isTerminal: boolean): Promise<string | undefined> {
  const isFirst = (await deps.credentials.listLinks(1)).length === 0;
  if (isFirst) return makeOperatorLink(deps, firstLinkMs);
  return isTerminal ? makeOperatorLink(deps, laterLinkMs) : undefined;
}
