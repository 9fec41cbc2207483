import { createSecretKey, type KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { maximumFormerIds, type Principal } from '#application/principal.ts';
import { PersonIdSchema, ShowIdSchema } from '#protocol/ids.ts';
import { Refusal } from '#protocol/errors.ts';
import { roles } from '#protocol/roles.ts';
import type { VerifiedPrincipal } from './identity.ts';

/** Short enough that a stolen token is soon worth nothing, long enough that refreshing costs nothing. */
export const accessTokenLifeMs = 10 * 60_000;

const issuer = 'popstage';

const ClaimsSchema = Type.Object({
  sub: PersonIdSchema,
  sid: Type.String({ minLength: 8, maxLength: 64 }),
  role: Type.Union(roles.map((role) => Type.Literal(role))),
  show: Type.Union([ShowIdSchema, Type.Null()]),
  /** Of the refresh secret that was handed out with the token. */
  gen: Type.Integer({ minimum: 1 }),
  exp: Type.Integer(),
  /** Whether a magic link opened the session; tokens of earlier versions do not say. */
  known: Type.Optional(Type.Boolean()),
  /** Guests that this person was before he signed in. */
  was: Type.Optional(Type.Array(PersonIdSchema, { maxItems: maximumFormerIds })),
});

const claimsValidator = Compile(ClaimsSchema);

export interface TokenFacts {
  readonly principal: VerifiedPrincipal;
  /** Of the refresh secret that was handed out with the token. */
  readonly generation: number;
}

export interface AccessTokens {
  issue(
    principal: Principal,
    generation: number,
  ): Promise<{ readonly accessToken: string; readonly expiresAtMs: number }>;
  /** Refuses with `token-expired` or `token-invalid`. Does not know of revocations. */
  verify(accessToken: string): Promise<TokenFacts>;
}

/** Signs and checks access tokens (JWT, HS256: the one who signs is the one who checks). `secret`: 32 bytes. */
export function createAccessTokens(secret: Uint8Array, nowMs: () => number): AccessTokens {
  // As an object the key is prepared once; as bytes the library would prepare it for every token.
  const key = createSecretKey(secret);
  return {
    async issue({ sessionId, personId, role, showId, isKnown = false, formerIds = [] }, generation) {
      const issuedAt = Math.floor(nowMs() / 1000);
      const expiresAt = issuedAt + accessTokenLifeMs / 1000;
      const was = formerIds.length > 0 ? { was: formerIds } : {};
      const claims = { sid: sessionId, role, show: showId, gen: generation, known: isKnown, ...was };
      const accessToken = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(issuer)
        .setSubject(personId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(key);
      return { accessToken, expiresAtMs: expiresAt * 1000 };
    },
    async verify(accessToken) {
      const claims = await readClaims(accessToken, key, nowMs());
      if (!claimsValidator.Check(claims)) throw new Refusal('token-invalid');
      const { sub: personId, sid: sessionId, role, show: showId, exp, gen, known: isKnown = false } = claims;
      const { was: formerIds = [] } = claims;
      const principal = {
        ...{ sessionId, personId, role, showId, isKnown },
        ...(formerIds.length > 0 ? { formerIds } : {}),
        expiresAtMs: exp * 1000,
      };
      return { principal, generation: gen };
    },
  };
}

async function readClaims(accessToken: string, key: KeyObject, nowMs: number): Promise<unknown> {
  try {
    const options = { algorithms: ['HS256'], issuer, currentDate: new Date(nowMs) };
    const { payload } = await jwtVerify(accessToken, key, options);
    return payload;
  } catch (cause) {
    throw new Refusal(cause instanceof errors.JWTExpired ? 'token-expired' : 'token-invalid', undefined, {
      cause,
    });
  }
}
