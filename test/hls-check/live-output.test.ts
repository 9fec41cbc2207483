import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { checkStream } from '../../scripts/hls-check/check-stream.ts';
import { rules } from '../../scripts/hls-check/rules.ts';
import { demoStream } from './demo-stream.ts';

t.setTimeout(200_000);

const watchS = 90;
const run = promisify(execFile);

interface Packet {
  readonly codec_type: string;
  readonly pts_time: string;
}

/** What ffprobe makes of some seconds of a playlist; it knows nothing of parts and reads whole segments. */
async function probe(
  url: string,
): Promise<{ readonly packets: readonly Packet[]; readonly complaints: string }> {
  const program = (process.env['FFMPEG_BIN'] ?? 'ffmpeg').replace(/ffmpeg$/, 'ffprobe');
  const wanted = [
    '-show_entries',
    'packet=codec_type,pts_time',
    '-read_intervals',
    '%+6',
    '-of',
    'json',
    url,
  ];
  const { stdout, stderr } = await run(program, ['-v', 'error', ...wanted], { maxBuffer: 50_000_000 });
  return { packets: (JSON.parse(stdout) as { packets: Packet[] }).packets, complaints: stderr.trim() };
}

t.test('live output keeps every rule for minutes, and other players read it', async (t) => {
  const address = await demoStream(t, 5000);
  const checking = checkStream(`${address}/master.m3u8`, watchS);
  for (const name of ['high', 'middle', 'low', 'sound', 'thrift']) {
    const { packets, complaints } = await probe(`${address}/${name}/live.m3u8`);
    t.equal(complaints, '', `ffprobe reads ${name}`);
    const times = packets.map(({ pts_time }) => Number(pts_time));
    t.ok((times.at(-1) ?? 0) - (times[0] ?? 0) > 3, `${name}: ${packets.length} packets`);
    t.ok(
      times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0)),
      `${name}: times grow`,
    );
  }
  const { verdicts, renditions } = await checking;
  for (const { name, segments } of renditions)
    t.ok(segments >= watchS / 2 - 2, `${name}: ${segments} segments`);
  for (const { rule, checked, broken, examples } of verdicts) {
    t.equal(broken, 0, `${rules[rule].says}: ${broken} of ${checked}; ${examples.join('; ')}`);
    // Nothing leaves the window within this time.
    if (rule !== 'window') t.ok(checked > 0, `${rule} was looked at`);
  }
});
