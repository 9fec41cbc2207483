import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { canonical } from './bid-chain.ts';

/** What the shop signs: where the chain of a lot stood when it acknowledged bids. */
export interface SignedHead {
  readonly showId: string;
  readonly lotId: string;
  readonly run: number;
  readonly headSequence: number;
  readonly headHash: string;
}

/** The shop's key for receipts. */
export interface AuctionKey {
  /** SPKI, PEM: what `openssl` and everybody else reads. */
  readonly publicKey: string;
  sign(head: SignedHead): string;
}

/** A fresh key pair, as it is kept: the private key in PKCS #8, PEM (RFC 8410). */
export const makeAuctionKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Reads what `makeAuctionKey` made; throws where the text is something else. */
export function readAuctionKey(text: string): AuctionKey {
  const privateKey = createPrivateKey(text);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('the key of the auction is no Ed25519 key');
  return {
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
    sign: (head) => sign(null, messageOf(head), privateKey).toString('base64url'),
  };
}

/** Whether the shop signed this; false for a key or a signature that is none. */
export function isSigned(publicKey: string, head: SignedHead, signature: string): boolean {
  try {
    return verify(null, messageOf(head), createPublicKey(publicKey), Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

const messageOf = ({ showId, lotId, run, headSequence, headHash }: SignedHead): Buffer =>
  Buffer.from(canonical({ showId, lotId, run, headSequence, headHash }));
