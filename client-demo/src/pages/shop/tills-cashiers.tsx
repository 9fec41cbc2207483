import { useSignal } from '@preact/signals';
import { Avatar } from '../../design/avatar.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { t } from '../../messages/t.ts';
import { CashierDialog } from './tills-cashier-dialog.tsx';
import { useShop } from './use-shop.ts';

/** Who may sign on at a till. */
export const TillCashiers = () => {
  const { tills, ask } = useShop();
  const editing = useSignal<{ readonly personId: string; readonly name: string } | 'new' | null>(null);
  const removing = useSignal<{ readonly personId: string; readonly name: string } | null>(null);
  const cashiers = tills.value?.cashiers ?? [];
  const gone = removing.value;
  return (
    <section class="stack" aria-labelledby="cashiers-title">
      <div class="section-head">
        <h2 id="cashiers-title">{t('till.shopCashiers')}</h2>
        <Button icon="plus" onClick={() => (editing.value = 'new')}>
          {t('till.shopAddCashier')}
        </Button>
      </div>
      <p class="soft">{cashiers.length === 0 ? t('till.shopNoCashiers') : t('till.shopCashiersAbout')}</p>
      <ul role="list" class="cashier-rows">
        {cashiers.map(({ personId, name }) => (
          <li key={personId} class="cashier-row">
            <Avatar name={name} />
            <bdi>{name}</bdi>
            <Button onClick={() => (editing.value = { personId, name })}>{t('till.shopNewPin')}</Button>
            <IconButton
              icon="remove"
              label={t('till.shopRemove', { name })}
              onClick={() => (removing.value = { personId, name })}
            />
          </li>
        ))}
      </ul>
      {editing.value !== null && (
        <CashierDialog
          person={editing.value === 'new' ? null : editing.value}
          onClose={() => (editing.value = null)}
        />
      )}
      {gone !== null && (
        <Confirm
          title={t('till.shopRemove', { name: gone.name })}
          question={t('till.shopRemoveAsk', { name: gone.name })}
          confirmLabel={t('till.shopRemoveDo')}
          run={() => ask('till.remove-cashier', { personId: gone.personId })}
          onDone={() => (removing.value = null)}
          onClose={() => (removing.value = null)}
        />
      )}
    </section>
  );
};
