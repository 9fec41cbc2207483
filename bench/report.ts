import type { Bench, Figure } from './bench.ts';

const rounded = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toPrecision(value >= 1000 ? 5 : 3);

const verdict = ({ value, target }: Figure): string => {
  if (target === undefined) return '';
  const { atMost = Infinity, atLeast = -Infinity } = target;
  const wanted = target.atMost === undefined ? `>= ${target.atLeast}` : `<= ${target.atMost}`;
  if (value <= atMost && value >= atLeast) return `met (${wanted})`;
  const limit = value > atMost ? atMost : atLeast;
  return `missed by ${rounded((Math.abs(value - limit) / limit) * 100)} % (${wanted})`;
};

/** A table for people. */
export const table = (figures: readonly Figure[]): string => {
  const rows = figures.map((figure) => [
    figure.name,
    `${rounded(figure.value)} ${figure.unit}`,
    verdict(figure),
  ]);
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
};

/** One line for machines. */
export const jsonLine = (bench: Bench, machine: object, figures: readonly Figure[]): string =>
  JSON.stringify({ bench: bench.name, machine, conditions: bench.conditions(), figures });

/** Whether every target was met. */
export const isMet = (figures: readonly Figure[]): boolean =>
  figures.every(
    ({ value, target }) => value <= (target?.atMost ?? Infinity) && value >= (target?.atLeast ?? -Infinity),
  );
