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
import { goodsText } from './basket.ts';
import { noteOf, type Telling } from './till-book.ts';
import { useTill } from './use-till.ts';

const useTitle = (telling: Telling): string => {
  const { book, money } = useTill();
  switch (telling.kind) {
    case 'sale': {
      const number = noteOf(book.value, telling.sale.orderId)?.number ?? 0;
      return `${t('till.saleDone', { number })} · ${money(telling.sale.totalMinor)}`;
    }
    case 'undo': {
      const note = noteOf(book.value, telling.orderId);
      if (note === undefined) return t('till.undoTelling');
      return `${t('till.undoTellingOf', { number: note.number })} · ${money(note.sale.totalMinor)}`;
    }
    case 'take':
    case 'give-back':
      return t('till.quotaTelling');
  }
};

/** What a person does about it; the reason itself stands above. */
const adviceFor = (telling: Telling): string => {
  switch (telling.kind) {
    case 'sale':
      return telling.leaseId === null ? t('till.adviceSale') : t('till.adviceQuotaSale');
    case 'undo':
      return t('till.adviceUndo');
    case 'take':
    case 'give-back':
      return t('till.adviceQuota');
  }
};

const Goods = ({ telling }: { readonly telling: Telling }) => {
  if (telling.kind !== 'sale') return null;
  const { lines, method } = telling.sale;
  const goods = lines.map(goodsText).join(', ');
  return (
    <span class="soft">
      <bdi>{goods}</bdi> · {t(`till.${method}`)}
    </span>
  );
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
  const { changeBook, calledOff } = useTill();
  const title = useTitle(telling);
  // A till that sells no more takes nothing from free stock either.
  const isOfQuota = telling.kind === 'sale' && telling.leaseId !== null && calledOff.value === null;
  return (
    <li class="refused-item">
      <b>{title}</b>
      <Goods telling={telling} />
      {/* The code came from the server's table. */}
      <span>{errorText({ code: code as ErrorCode })}</span>
      <span class="refused-advice">{adviceFor(telling)}</span>
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
  const { book, changeBook, calledOff } = useTill();
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
      {calledOff.value === null ? (
        <Button icon="retry" onClick={() => void changeBook((before) => tellAgain(before, freshId))}>
          {t('till.tellAgain')}
        </Button>
      ) : (
        <p>{t('till.pairFirst')}</p>
      )}
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
