import t from 'tap';
import { Liveness, lookMs, type SourceKind } from '#worker/stage/liveness.ts';

/** Looks every `lookMs` at what `bytesAt` and `packetsAt` say; returns the times at which the verdict changed. */
function verdicts(
  kind: SourceKind,
  untilMs: number,
  packetsAt: (nowMs: number) => number,
  bytesAt: (nowMs: number) => number,
): { readonly atMs: number; readonly alive: boolean }[] {
  const liveness = new Liveness(kind);
  const changes: { atMs: number; alive: boolean }[] = [];
  for (let nowMs = 0; nowMs <= untilMs; nowMs += lookMs) {
    const alive = liveness.judge({ packets: packetsAt(nowMs), transportBytes: bytesAt(nowMs) }, nowMs);
    if (alive !== (changes.at(-1)?.alive ?? false)) changes.push({ atMs: nowMs, alive });
  }
  return changes;
}

t.test(
  'a camera whose uplink falls silent is dead within 1.2 s, and alive again with the next packets',
  async (t) => {
    const flow = (nowMs: number): number => (nowMs < 5000 ? nowMs : nowMs < 8000 ? 5000 : nowMs);
    const [born, died, back] = verdicts('camera', 10_000, flow, flow);
    t.match(born, { alive: true });
    t.match(died, { alive: false });
    t.ok((died?.atMs ?? Infinity) - 5000 <= 1200);
    t.match(back, { alive: true });
    t.ok((back?.atMs ?? Infinity) - 8000 <= lookMs);
  },
);

t.test('a screen that stands still but answers the key frame tick stays alive', async (t) => {
  const everyTwoSeconds = (nowMs: number): number => 1 + Math.floor(nowMs / 2000);
  const everySecond = (nowMs: number): number => 1 + Math.floor(nowMs / 1000);
  t.equal(verdicts('screen', 60_000, everyTwoSeconds, everySecond).length, 1);
});

t.test('an encoder that pauses for two seconds on a living uplink is not dead', async (t) => {
  const packets = (nowMs: number): number => (nowMs < 3000 ? nowMs : nowMs < 5000 ? 3000 : nowMs);
  t.equal(verdicts('camera', 10_000, packets, (nowMs) => nowMs + 1).length, 1);
});

t.test('a camera that sends only reports and no picture is dead in the end', async (t) => {
  const packets = (nowMs: number): number => Math.min(nowMs, 3000);
  const changes = verdicts('camera', 10_000, packets, (nowMs) => nowMs + 1);
  t.match(changes.at(-1), { alive: false });
});
