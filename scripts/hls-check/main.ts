/**
 * `npm run hls:check -- <playlist url> [--seconds 60] [--json]`: follows an LL-HLS stream as a player does and checks it
 * against the rules in rules.ts. Exits with 0 when all held, 1 when one was broken, 2 when there is nothing to check.
 */
import { endWithUsage, readArguments } from '../arguments.ts';
import { checkStream, type StreamReport } from './check-stream.ts';
import { rules } from './rules.ts';

const usage = 'npm run hls:check -- <playlist url> [--seconds 60] [--json]';
const { values, positionals } = readArguments(
  {
    allowPositionals: true,
    options: { seconds: { type: 'string', default: '60' }, json: { type: 'boolean', default: false } },
  },
  usage,
);
const url = positionals[0] ?? '';
const seconds = Number(values.seconds);
if (!URL.canParse(url) || !(seconds > 0)) endWithUsage(usage);

try {
  const report = await checkStream(url, seconds);
  if (values.json) console.log(JSON.stringify(report));
  else print(report);
  process.exitCode = report.verdicts.some(({ broken }) => broken > 0) ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

function print({ verdicts, renditions }: StreamReport): void {
  for (const { name, segments } of renditions) console.log(`${name}: ${segments} segments`);
  for (const { rule, checked, broken, examples } of verdicts) {
    const mark = checked === 0 ? '-' : broken === 0 ? '✓' : '✗';
    const count = broken === 0 ? `${checked}` : `${broken} of ${checked}`;
    console.log(`${mark} ${rule}: ${rules[rule].says} (${rules[rule].section}) ${count}`);
    for (const example of examples) console.log(`    ${example}`);
  }
}
