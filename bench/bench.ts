/** One measured number. Several of one name are shown by their median (and the 95th percentile where asked). */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What issue 2 or an architecture rule asks for. */
  readonly target?: { readonly atMost?: number; readonly atLeast?: number };
}

/** A benchmark. It compares with something in the same run where there is something to compare with. */
export interface Bench {
  readonly name: string;
  /** One line: what is measured, against what. */
  readonly description: string;
  /** Conditions that a reader needs to judge the numbers: sizes, rates, durations, what is pinned where. */
  readonly conditions: () => Readonly<Record<string, string | number>>;
  /** Calls `say` with one line about its progress now and then. */
  readonly run: (say: (line: string) => void) => Promise<readonly Figure[]>;
}
