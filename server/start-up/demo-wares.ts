/** Something that the demo shop sells. */
export interface Ware {
  readonly name: string;
  readonly title: string;
  readonly priceMinor: number;
  readonly stock: number;
  readonly colour: string;
  /** A path in a square of 100. */
  readonly shape: string;
  readonly sells: 'offer' | 'flash' | 'lot';
}

/** What the demo shop sells. */
export const wares: readonly Ware[] = [
  {
    name: 'mug',
    title: 'Stoneware mug',
    priceMinor: 1_800,
    stock: 24,
    colour: '#b3552e',
    shape: 'M28 30h38v8h10v26h-10v10H28zM66 46v10h3V46z',
    sells: 'offer',
  },
  {
    name: 'print',
    title: 'Screen print, signed',
    priceMinor: 4_500,
    stock: 12,
    colour: '#27548a',
    shape: 'M24 20h52v60H24zM32 28h36v44H32zM50 36l14 28H36z',
    sells: 'flash',
  },
  {
    name: 'vase',
    title: 'Hand-thrown vase',
    priceMinor: 6_000,
    stock: 1,
    colour: '#3f6b3a',
    shape: 'M42 18h16v16q14 10 14 26t-10 22H38q-10-6-10-22t14-26z',
    sells: 'lot',
  },
  {
    name: 'lamp',
    title: 'Brass table lamp',
    priceMinor: 9_000,
    stock: 1,
    colour: '#8a6d1b',
    shape: 'M38 20h24l12 28H26zM47 48h6v26h14v8H33v-8h14z',
    sells: 'lot',
  },
];

/** Drawn, so that the demo needs no files. */
export async function* pictureOf({ colour, shape }: Ware): AsyncGenerator<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const drawing =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="800" height="800">' +
    `<rect width="100" height="100" fill="#f3efe7"/><path d="${shape}" fill="${colour}" fill-rule="evenodd"/></svg>`;
  yield await sharp(Buffer.from(drawing)).png().toBuffer();
}
