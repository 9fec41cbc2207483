import { useSignal } from '@preact/signals';
import type { ErrorCode } from '#protocol/errors.ts';
import { Button } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { Icon } from '../../design/icon.tsx';
import { freshId } from '../../live/fresh-id.ts';
import { succeeded } from '../../live/outcome.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { settleByHand, tellAgain, tellWithoutQuota } from './answers.ts';
import { noteOf, type Telling } from './till-book.ts';
import { useTill } from './use-till.ts';

const useTitle = (telling: Telling): string => {
  const { book, money } = useTill();
  switch (telling.kind) {
    case 'sale': {
      const number = noteOf(book.value, telling.sale.orderId)?.number ?? 0;
      return `${t('till.saleDone', { number })} · ${money(telling.sale.totalMinor)}`;
    }
    case 'undo':
      return t('till.undoTelling');
    case 'take':
    case 'give-back':
      return t('till.quotaTelling');
  }
};

const Item = ({
  telling,
  code,
  onByHand,
}: {
  readonly telling: Telling;
  readonly code: string;
  readonly onByHand: () => void;
}) => {
  const { changeBook } = useTill();
  const title = useTitle(telling);
  const isOfQuota = telling.kind === 'sale' && telling.leaseId !== null;
  return (
    <li class="refused-item">
      <b>{title}</b>
      {/* The code came from the server's table. */}
      <span>{errorText({ code: code as ErrorCode })}</span>
      <span class="row">
        {isOfQuota && (
          <Button
            onClick={() => void changeBook((book) => tellWithoutQuota(book, telling.sale.orderId, freshId()))}
          >
            {t('till.tellFree')}
          </Button>
        )}
        <Button tone="careful" onClick={onByHand}>
          {t('till.byHand')}
        </Button>
      </span>
    </li>
  );
};

/** What the server refused when it was told: kept until a person decides. */
export const RefusedList = () => {
  const { book, changeBook } = useTill();
  const byHandId = useSignal<string | null>(null);
  const { refused } = book.value;
  const chosenId = byHandId.value;
  if (refused.length === 0) return null;
  return (
    <section class="refused" aria-labelledby="refused-title">
      <h2 id="refused-title">
        <Icon name="careful" /> {t('till.refusedTitle')}
      </h2>
      <p class="soft">{t('till.refusedAbout')}</p>
      <ul role="list">
        {refused.map(({ telling, code }) => (
          <Item
            key={telling.commandId}
            telling={telling}
            code={code}
            onByHand={() => (byHandId.value = telling.commandId)}
          />
        ))}
      </ul>
      <Button icon="retry" onClick={() => void changeBook((before) => tellAgain(before, freshId))}>
        {t('till.tellAgain')}
      </Button>
      {chosenId !== null && (
        <Confirm
          title={t('till.byHand')}
          question={t('till.byHandAsk')}
          confirmLabel={t('till.byHand')}
          run={async () => {
            await changeBook((before) => settleByHand(before, chosenId));
            return succeeded(null);
          }}
          onDone={() => (byHandId.value = null)}
          onClose={() => (byHandId.value = null)}
        />
      )}
    </section>
  );
};
