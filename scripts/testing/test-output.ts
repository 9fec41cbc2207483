/** How test results read on a terminal and in a log: one line per file, and all about what failed. */
import { inspect } from 'node:util';
import type { FailedPoint, FileReport, Tally } from './tap-tally.ts';

/** Fields of tap's diagnostics that say nothing a reader needs beside the others. */
const HIDDEN_FIELDS = new Set([
  'source',
  'at',
  'stdio',
  'cwd',
  'externalID',
  'command',
  'args',
  'jobId',
  'env',
]);

/** The line that every run ends with; other programs read it. */
export function countLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

export function fileReportText(report: FileReport): string {
  const { file, tally, failures, extra, timeMs } = report;
  const time = timeMs === null ? '' : ` (${(timeMs / 1000).toFixed(1)} s)`;
  const head = `${tally.failed > 0 ? '✗' : '✓'} ${file}: ${countLine(tally)}${time}`;
  if (failures.length === 0) return head;
  const printed =
    extra.length > 0 ? ['    printed by the test:', ...extra.map((line) => `      ${line}`)] : [];
  return [head, ...failures.map(failureText), ...printed].join('\n');
}

function failureText({ path, diagnostics }: FailedPoint): string {
  const [, ...inside] = path;
  const title = `  ✗ ${(inside.length > 0 ? inside : path).join(' > ')}`;
  return [title, ...diagnosticLines(diagnostics).map((line) => `      ${line}`)].join('\n');
}

function diagnosticLines(diagnostics: unknown): string[] {
  if (diagnostics === null || typeof diagnostics !== 'object') {
    return diagnostics === undefined || diagnostics === null ? [] : [inspect(diagnostics)];
  }
  return Object.entries(diagnostics)
    .filter(([field]) => !HIDDEN_FIELDS.has(field))
    .flatMap(([field, value]) => fieldLines(field, value));
}

function fieldLines(field: string, value: unknown): string[] {
  const text = typeof value === 'string' ? value.trimEnd() : inspect(value, { depth: 4 });
  if (!text.includes('\n')) return [`${field}: ${text}`];
  return [`${field}:`, ...text.split('\n').map((line) => `  ${line}`)];
}
