import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const probeMs = 5000;

/** What the demo shows and says, as ffmpeg's sources and filters; the last ones are named `[v]` and `[a]`. */
export interface DemoInputs {
  readonly inputs: readonly string[];
  readonly filters: readonly string[];
}

const speech =
  'Welcome to Popstage. This is the demo stage. One show, two audiences, one stock. The next lot opens in a moment.';

/** A slow gradient, a ball on its way, brand and clock; a voice over a soft tone. Poorer where this ffmpeg is poorer. */
export async function demoInputs(ffmpegBin: string, frameRate: number): Promise<DemoInputs> {
  const canRun = (source: string): Promise<boolean> => probe(ffmpegBin, source);
  const [hasGradients, hasText, hasVoice] = await Promise.all([
    canRun('gradients=s=64x64:d=0.1'),
    canRun('color=s=64x64:d=0.1,drawtext=text=a'),
    canRun('flite=text=a'),
  ]);
  // The gradient is made small and scaled: it has no detail to lose, and costs a sixteenth.
  const ground = hasGradients
    ? `gradients=s=320x180:r=${frameRate}:c0=0x1b1035:c1=0x5b2a86:c2=0xff6b4a:n=3:speed=0.012:seed=7`
    : `testsrc2=s=320x180:r=${frameRate}`;
  const ball = `color=c=0xffd166:s=120x120:r=${frameRate}`;
  const tone = 'sine=frequency=196:beep_factor=4:sample_rate=48000';
  const voice = hasVoice ? [`flite=text='${speech}':voice=slt`] : [];
  return {
    inputs: [ground, ball, tone, ...voice],
    filters: [...picture(hasText), ...sound(hasVoice)],
  };
}

function picture(hasText: boolean): readonly string[] {
  const words = [
    "drawtext=text='Popstage':fontcolor=white:fontsize=84:x=72:y=64",
    "drawtext=text='demo stage':fontcolor=white@0.75:fontsize=40:x=76:y=160",
    "drawtext=text='%{localtime\\:%H\\\\\\:%M\\\\\\:%S}':fontcolor=white:fontsize=120:x=72:y=h-196",
    "drawtext=text='frame %{n}':fontcolor=white@0.6:fontsize=32:x=w-text_w-72:y=h-104",
  ];
  return [
    '[0:v]scale=1280:720:flags=bilinear,format=yuv420p[ground]',
    // A disc with a soft rim, computed once and repeated.
    "[1:v]format=yuva420p,trim=end_frame=1,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='255*clip((58-hypot(X-60,Y-60))/3,0,1)',loop=-1:1:0,setpts=N/25/TB[ball]",
    "[ground][ball]overlay=x='640-60+420*sin(t*0.9)':y='360-60+150*sin(t*1.7)':shortest=0:eof_action=repeat[scene]",
    `[scene]${[...(hasText ? words : []), 'format=yuv420p'].join(',')}[v]`,
  ];
}

function sound(hasVoice: boolean): readonly string[] {
  if (!hasVoice) return ['[2:a]volume=0.08,aformat=channel_layouts=stereo[a]'];
  return [
    '[2:a]volume=0.04[tone]',
    // Twelve seconds at 48 kHz: the sentence, then a pause, for ever.
    '[3:a]aresample=48000,apad=whole_dur=12,atrim=end=12,aloop=loop=-1:size=576000[voice]',
    '[tone][voice]amix=inputs=2:duration=first:normalize=0,aformat=channel_layouts=stereo[a]',
  ];
}

async function probe(ffmpegBin: string, source: string): Promise<boolean> {
  const args = ['-v', 'error', '-f', 'lavfi', '-i', source, '-t', '0.1', '-f', 'null', '-'];
  try {
    await run(ffmpegBin === '' ? 'ffmpeg' : ffmpegBin, args, { timeout: probeMs });
    return true;
  } catch {
    return false;
  }
}
