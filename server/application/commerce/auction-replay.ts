import { isSigned } from './auction-key.ts';
import { canonical, commitmentOf, hashOf } from './bid-chain.ts';
import {
  isChainLine,
  parseLog,
  parseReceipts,
  type ChainLine,
  type FileLine,
  type Numbered,
  type OtherLine,
  type Receipt,
} from './log-file.ts';
import { PriceReplay, type KnownMax, type Outcome, type Revealed } from './replay-prices.ts';

/** Something that is not as it was, or not as the rules say. */
export interface Finding {
  /** In the log, from 1; null where it is about a receipt. */
  readonly line: number | null;
  readonly what: string;
}

export interface ReplayReport extends Outcome {
  readonly bids: number;
  readonly receipts: number;
  readonly findings: readonly Finding[];
}

export interface ReplayRequest {
  /** The published log. */
  readonly log: string;
  /** Files of receipts, with the names they are told under. */
  readonly receipts: readonly { readonly name: string; readonly text: string }[];
  /** The shop's key as somebody kept it; without one that in the log is believed. */
  readonly publicKey?: string | undefined;
}

type Findings = Generator<Finding, void, undefined>;
type Present<One> = { readonly number: number; readonly value: One };

/** Checks a lot's log against itself, the rules and the receipts, and computes who won. Total: never throws for a file. */
export function replayAuction({ log, receipts, publicKey }: ReplayRequest): ReplayReport {
  const lines = parseLog(log);
  const chain = lines.flatMap(asChainLine);
  const others = lines.flatMap(({ value }) => (value && !isChainLine(value) ? [value] : []));
  const revealed = revealedIn(others);
  const prices = new PriceReplay(revealed);
  const findings = [
    ...lines.filter(({ value }) => !value).map(({ number: line }) => ({ line, what: 'is no line of a log' })),
    ...chainFindings(chain),
    ...commitmentFindings(chain, others),
    ...chain.flatMap(({ number: line, value }) => [...prices.check(value)].map((what) => ({ line, what }))),
  ];
  const key = publicKey ?? others.find((line) => line.kind === 'key')?.publicKey ?? '';
  const kept = receipts.flatMap(({ name, text }) =>
    parseReceipts(text).map((receipt) => ({ ...receipt, name })),
  );
  for (const { name, number, value } of kept) {
    const whose = `receipt ${number} of ${name}`;
    if (!value) findings.push({ line: null, what: `${whose} is no receipt` });
    else findings.push(...receiptFindings(value, whose, chain, key));
  }
  const bids = chain.filter(({ value }) => value.kind === 'bid').length;
  return { ...prices.outcome, bids, receipts: kept.length, findings };
}

const asChainLine = ({ number, value }: Numbered<FileLine>): readonly Present<ChainLine>[] =>
  value && isChainLine(value) ? [{ number, value }] : [];

function revealedIn(others: readonly OtherLine[]): Revealed {
  const maxes = new Map<number, KnownMax>();
  const reserves = new Map<number, number>();
  for (const line of others) {
    if (line.kind === 'revealed' || line.kind === 'withheld') maxes.set(line.sequence, line);
    if (line.kind === 'reserve') reserves.set(line.run, line.reserveMinor);
  }
  return { maxOf: (sequence) => maxes.get(sequence), reserveOf: (run) => reserves.get(run) };
}

/** Each line has its own hash and that of the one before it; one lot, in order. */
function* chainFindings(chain: readonly Present<ChainLine>[]): Findings {
  if (chain.length === 0) yield { line: null, what: 'the log has no lines' };
  let before: ChainLine | undefined;
  for (const { number: line, value } of chain) {
    const { hash, ...hashed } = value;
    if (hashOf(hashed) !== hash) yield { line, what: 'was altered: its hash is not that of its content' };
    if (value.previous !== (before?.hash ?? null)) yield { line, what: 'does not follow the line before it' };
    if (before && value.sequence <= before.sequence) yield { line, what: 'is out of order' };
    if (before && (value.lotId !== before.lotId || value.showId !== before.showId))
      yield { line, what: 'is of another lot' };
    before = value;
  }
}

function* commitmentFindings(chain: readonly Present<ChainLine>[], others: readonly OtherLine[]): Findings {
  const revealed = new Map(
    others.flatMap((line) => (line.kind === 'revealed' ? [[line.sequence, line] as const] : [])),
  );
  for (const { number: line, value } of chain) {
    if (!('commitment' in value)) continue;
    const shown = revealed.get(value.sequence);
    if (shown && commitmentOf(shown.maxMinor, shown.nonce) !== value.commitment)
      yield {
        line,
        what: `is revealed as a max of ${shown.maxMinor}, which is not what it was committed to`,
      };
  }
}

/** What a bidder was given against what is published. */
function* receiptFindings(
  receipt: Receipt,
  whose: string,
  chain: readonly Present<ChainLine>[],
  publicKey: string,
): Findings {
  const {
    showId,
    lotId,
    sequence,
    lineHash,
    headSequence,
    headHash,
    line: acknowledged,
    signature,
  } = receipt;
  const first = chain[0]?.value;
  if (first && (first.lotId !== lotId || first.showId !== showId))
    return yield { line: null, what: `${whose} is of another lot` };
  if (!isSigned(publicKey, receipt, signature))
    return yield { line: null, what: `${whose} is not signed with the shop's key` };
  if (acknowledged && hashOf(acknowledged) !== lineHash)
    return yield { line: null, what: `${whose} does not have the line that it names` };
  const own = chain.find(({ value }) => value.sequence === sequence);
  const head = chain.find(({ value }) => value.sequence === headSequence);
  if (!own) return yield { line: null, what: `sequence ${sequence}, acknowledged by ${whose}, is missing` };
  const { hash: _hash, ...content } = own.value;
  if (hashOf(content) !== lineHash) yield* alteration(own, acknowledged, whose);
  else if (!head) yield { line: null, what: `sequence ${headSequence}, signed in ${whose}, is missing` };
  else if (head.value.hash !== headHash)
    yield { line: head.number, what: `or a line since ${own.number} was altered after ${whose} was signed` };
}

/** Which field is another one than was acknowledged; where none is, it happened further up. */
function* alteration(
  { number: line, value }: Present<ChainLine>,
  acknowledged: Receipt['line'],
  whose: string,
): Findings {
  const { hash: _hash, previous: _previous, ...published } = value;
  const fields = published as Readonly<Record<string, unknown>>;
  const names = new Set([...Object.keys(fields), ...Object.keys(acknowledged ?? {})]);
  names.delete('previous');
  const changed = [...names].filter((name) => text(fields[name]) !== text(acknowledged?.[name]));
  if (!acknowledged) yield { line, what: `or a line before it was altered after ${whose} was signed` };
  else if (changed.length === 0)
    yield { line, what: `is as ${whose} says, but a line before it was altered after that was signed` };
  for (const name of acknowledged ? changed : [])
    yield {
      line,
      what: `was altered: ${whose} has ${name} ${text(acknowledged?.[name])}, the log ${text(fields[name])}`,
    };
}

const text = (value: unknown): string => (value === undefined ? 'nothing' : canonical(value));
