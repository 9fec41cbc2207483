import { readFileSync } from 'node:fs';
import { test } from 'tap';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const css = read('../../../client-demo/src/chat/person.css');
const tokens = read('../../../client-demo/src/design/tokens.css');

/** OKLCH to linear sRGB (CSS Color 4, section 10.2), clipped to the gamut as a screen would. */
const linearOf = (lightness: number, chroma: number, hueDegrees: number): readonly number[] => {
  const hue = (hueDegrees * Math.PI) / 180;
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((part) => Math.min(1, Math.max(0, part)));
};

const linearOfHex = (hex: string): readonly number[] =>
  [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });

/** Relative luminance and contrast (WCAG 2.2). */
const luminance = ([red = 0, green = 0, blue = 0]: readonly number[]) =>
  0.2126 * red + 0.7152 * green + 0.0722 * blue;
const contrast = (one: readonly number[], other: readonly number[]) => {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};

const oklch = [...css.matchAll(/oklch\(([\d.]+) ([\d.]+) var\(--hue\)\)/g)].map((match) => ({
  lightness: Number(match[1]),
  chroma: Number(match[2]),
}));
const surfaces = ['room', 'floor', 'panel', 'raised', 'act-tint'].map((name) => {
  const match = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens);
  return { name, light: match?.[1] ?? '', dark: match?.[2] ?? '' };
});

const least = (look: { lightness: number; chroma: number } | undefined, ground: string): number => {
  let worst = Infinity;
  for (let hue = 0; hue < 360; hue += 5) {
    const name = linearOf(look?.lightness ?? 0, look?.chroma ?? 0, hue);
    worst = Math.min(worst, contrast(name, linearOfHex(ground)));
  }
  return worst;
};

test('every hue of a name reads on every surface: AA by day and by night, AAA in the sun', async (t) => {
  const [day, night, sun] = oklch;
  t.equal(oklch.length, 3, 'the style says three colours');
  for (const { name, light, dark } of surfaces) {
    t.ok(least(day, light) >= 4.5, `${name} by day: ${least(day, light).toFixed(2)}`);
    t.ok(least(night, dark) >= 4.5, `${name} by night: ${least(night, dark).toFixed(2)}`);
  }
  t.ok(least(sun, '#ffffff') >= 7, `in the sun: ${least(sun, '#ffffff').toFixed(2)}`);
});
