import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { encode } from 'uqr';

/** What a camera sees: rows of dark (true) and light modules. */
type Modules = readonly (readonly boolean[])[];

const [width, height] = [640, 480];
/** Luma of print on paper: no camera sees pure black on pure white. */
const [dark, light] = [30, 225];

/** The left-hand (L) codes of the digits; R is their complement, G is R read backwards (ISO/IEC 15420). */
const leftCodes = [
  ...['0001101', '0011001', '0010011', '0111101', '0100011'],
  ...['0110001', '0101111', '0111011', '0110111', '0001011'],
];
/** Which of the six digits on the left are G, told by the first digit, which has no bars of its own. */
const parities = [
  ...['LLLLLL', 'LLGLGG', 'LLGGLG', 'LLGGGL', 'LGLLGG', 'LGGLLG', 'LGGGLL', 'LGLGLG', 'LGLGGL', 'LGGLGL'],
];

const complement = (bits: string): string => bits.replace(/[01]/g, (bit) => (bit === '0' ? '1' : '0'));
const reversed = (bits: string): string => [...bits].reverse().join('');

/** An EAN-13 barcode of 13 digits, check digit included, with its quiet zones. */
export const eanModules = (digits: string): Modules => {
  const [first = 0, ...rest] = [...digits].map(Number);
  const code = (digit: number): string => leftCodes[digit] ?? '';
  const parity = parities[first] ?? '';
  const left = rest
    .slice(0, 6)
    .map((digit, at) => (parity[at] === 'L' ? code(digit) : reversed(complement(code(digit)))));
  const right = rest.slice(6).map((digit) => complement(code(digit)));
  const bits = ['0'.repeat(11), '101', ...left, '01010', ...right, '101', '0'.repeat(11)].join('');
  const row = [...bits].map((bit) => bit === '1');
  return Array.from({ length: 50 }, () => row);
};

/** A QR code with its quiet zone. */
export const qrModules = (text: string): Modules => encode(text, { border: 4, ecc: 'M' }).data;

/** The code as big as the picture allows when it is turned by some degrees. */
const drawn = async (modules: Modules, degrees: number): Promise<Buffer> => {
  const columns = modules[0]?.length ?? 0;
  const pixels = Buffer.from(modules.flatMap((row) => row.map((isDark) => (isDark ? dark : light))));
  const paper = { r: light, g: light, b: light };
  const size = Math.max(1, Math.floor(Math.min(width / columns, height / modules.length) * 0.85));
  const flat = sharp(pixels, { raw: { width: columns, height: modules.length, channels: 1 } });
  const code = await flat
    .resize({ width: columns * size, height: modules.length * size, kernel: 'nearest' })
    .png()
    .toBuffer();
  const turned = await sharp(code).rotate(degrees, { background: paper }).png().toBuffer();
  return sharp(turned)
    .resize({ width, height, fit: 'contain', background: paper })
    .extractChannel(0)
    .raw()
    .toBuffer();
};

/** As a hand holds it. Of pictures that never move the reader misses one in twenty for good. */
const turns = [0, 4, -5, 8, -2, 6, -8];

/** Writes what Chromium shows as its camera (`--use-file-for-fake-video-capture`): YUV4MPEG2, over and over. */
export const writeCodeFilm = async (path: string, modules: Modules): Promise<void> => {
  const colourless = Buffer.alloc((width * height) / 2, 128);
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  const pictures = await Promise.all(turns.map((degrees) => drawn(modules, degrees)));
  const frames = pictures.flatMap((luma) => [Buffer.from('FRAME\n'), luma, colourless]);
  await writeFile(path, Buffer.concat([header, ...frames]));
};
