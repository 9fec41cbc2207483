import { encode } from 'uqr';
import { useMemo } from 'preact/hooks';
import { t } from '../messages/t.ts';
import './qr-code.css';

interface QrCodeProps {
  readonly text: string;
  /** What opens, for screen readers. */
  readonly label: string;
}

/** The dark modules of a QR code as one path, rows merged, on a grid with a 2-module quiet border. Pure. */
export const qrPath = (text: string): { readonly path: string; readonly size: number } => {
  // Error correction M (15 %) survives a scratched print without making the code much denser.
  const { data, size } = encode(text, { ecc: 'M', border: 2 });
  let path = '';
  data.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (row[x] !== true) continue;
      const start = x;
      while (row[x + 1] === true) x += 1;
      path += `M${start} ${y}h${x - start + 1}v1H${start}z`;
    }
  });
  return { path, size };
};

/** A QR code, black on white in every theme because cameras need it so. */
export const QrCode = ({ text, label }: QrCodeProps) => {
  const { path, size } = useMemo(() => qrPath(text), [text]);
  return (
    <svg
      class="qr-code"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={t('everywhere.qrCodeOf', { what: label })}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
};
