import { Button } from '../design/button.tsx';
import { Empty } from '../design/notice.tsx';
import { receiptFile } from '../live/commerce/receipts.ts';
import { formatMoment } from '../messages/time.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { asksFirst, askFirst } from './ask-first.ts';

const download = (name: string, text: string): void => {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has begun to read it by the next task.
  setTimeout(() => URL.revokeObjectURL(url), 0);
};

/** The proofs of one's bids on this device, what they are good for, and how one wants to bid. */
export const OwnBids = () => {
  const { receipts, showId, price } = useBuying();
  const ofShow = receipts.list.value.filter(({ receipt }) => receipt.showId === showId);
  return (
    <div class="stack">
      <label class="own-bids-choice">
        <input
          type="checkbox"
          checked={asksFirst.value}
          onChange={(event) => askFirst(event.currentTarget.checked)}
        />
        <span>
          <b>{t('auction.askSetting')}</b> <small class="soft">{t('auction.askSettingHint')}</small>
        </span>
      </label>
      {ofShow.length === 0 ? (
        <Empty icon="shield" title={t('auction.noReceipts')} advice={t('auction.noReceiptsAdvice')} />
      ) : (
        <>
          <h3>{t('auction.receipts')}</h3>
          <ul role="list" class="lot-rows">
            {ofShow.map(({ receipt, title, amountMinor, atMs }) => (
              <li key={`${receipt.lotId} ${receipt.sequence}`} class="bid-receipt">
                <b dir="auto">{title}</b> <span class="digits">{price(amountMinor)}</span>
                <small class="soft digits">{formatMoment(atMs)}</small>
                <code class="receipt-hash" dir="ltr">
                  #{receipt.sequence} {receipt.lineHash.slice(0, 16)}…
                </code>
              </li>
            ))}
          </ul>
          <p class="soft small">{t('auction.verify')}</p>
          <Button icon="shield" onClick={() => download(`receipts-${showId}.jsonl`, receiptFile(ofShow))}>
            {t('auction.downloadReceipts')}
          </Button>
        </>
      )}
    </div>
  );
};
