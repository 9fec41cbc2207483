/** What stands on a receipt, already in words. */
interface ReceiptParts {
  readonly shop: string;
  readonly heading: string;
  readonly moment: string;
  readonly lines: readonly string[];
  readonly total: string;
  readonly orderId: string;
}

/** Codes with more are hard to read for a phone (QR version 20 with error correction M has 666 bytes). */
const maximumBytes = 660;

/** A receipt as plain text; of a long list as many lines as a QR code takes, and the total always. Pure. */
export const receiptText = ({ shop, heading, moment, lines, total, orderId }: ReceiptParts): string => {
  const whole = (shown: readonly string[]) =>
    [shop, heading, moment, '', ...shown, '', total, orderId].join('\n').trim();
  const sizeOf = (text: string) => new TextEncoder().encode(text).length;
  if (sizeOf(whole(lines)) <= maximumBytes) return whole(lines);
  for (let count = lines.length - 1; count > 0; count -= 1) {
    const text = whole([...lines.slice(0, count), `… + ${lines.length - count}`]);
    if (sizeOf(text) <= maximumBytes) return text;
  }
  return whole([`${lines.length} ×`]);
};
