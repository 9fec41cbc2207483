import { useSignal } from '@preact/signals';
import type { TillView } from '#protocol/till-views.ts';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import type { CallError } from '../../live/outcome.ts';
import { formatMoment } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { CashUpForm } from './cash-up-form.tsx';
import { LateTakings } from './late-takings.tsx';
import { useTill } from './use-till.ts';
import './drawer-part.css';

type Drawer = NonNullable<TillView['drawer']>;

/** Opens the drawer with the change that lies in it; where a sale needs it, it stands in its place. */
export const DrawerDoor = () => {
  const { device, cashier, send, readMoney, line } = useTill();
  const text = useSignal('');
  const isFaulty = useSignal(false);
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const open = async (event: Event) => {
    event.preventDefault();
    const floatMinor = readMoney(text.value);
    isFaulty.value = floatMinor === null;
    if (floatMinor === null || isBusy.value) return;
    isBusy.value = true;
    const cashierId = cashier.value?.personId ?? '';
    const outcome = await send('till.open-drawer', { tillId: device.tillId, cashierId, floatMinor });
    refusal.value = outcome.ok ? null : outcome.error;
    isBusy.value = false;
  };
  return (
    <form class="till-card" onSubmit={(event) => void open(event)}>
      <h2>{t('till.drawerClosed')}</h2>
      <p class="soft">{t('till.drawerClosedAbout')}</p>
      <TextField
        label={t('till.float')}
        value={text.value}
        inputMode="decimal"
        fault={isFaulty.value ? t('till.amountFault') : undefined}
        onText={(next) => (text.value = next)}
      />
      <Refused error={refusal.value} />
      {line.value.status === 'on' ? (
        <Button tone="act" size="big" wide type="submit" busy={isBusy.value}>
          {t('till.openDrawer')}
        </Button>
      ) : (
        <p role="status">{t('till.needsLine')}</p>
      )}
    </form>
  );
};

const Sums = ({ drawer }: { readonly drawer: Drawer }) => {
  const { money } = useTill();
  const rows = [
    [t('till.float'), money(drawer.floatMinor)],
    [t('till.inCash'), money(drawer.cashMinor)],
    [t('till.inTerminal'), money(drawer.terminalMinor)],
    [t('till.drawerSales'), String(drawer.sales)],
    [t('till.expected'), money(drawer.floatMinor + drawer.cashMinor)],
  ] as const;
  return (
    <dl class="drawer-sums">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class="digits">{value}</dd>
        </div>
      ))}
    </dl>
  );
};

/** The drawer from the float to the count, and what was counted before. */
export const DrawerPart = () => {
  const { view, money } = useTill();
  const drawer = view.value?.drawer ?? null;
  const cashUps = view.value?.cashUps ?? [];
  return (
    <section class="stack" aria-label={t('till.tab_drawer')}>
      {drawer === null ? (
        <DrawerDoor />
      ) : (
        <div class="till-card">
          <h2>{t('till.drawerSince', { time: formatMoment(drawer.openedAtMs) })}</h2>
          <Sums drawer={drawer} />
          <CashUpForm drawer={drawer} />
        </div>
      )}
      {cashUps.length > 0 && (
        <section class="till-card" aria-labelledby="cash-ups">
          <h2 id="cash-ups">{t('till.cashUps')}</h2>
          <ul role="list" class="cash-ups">
            {cashUps.map((cashUp) => {
              const { atMs, countedMinor, expectedMinor, terminalMinor, note } = cashUp;
              return (
                <li key={atMs}>
                  <time class="soft">{formatMoment(atMs)}</time>
                  <b class="digits">{money(countedMinor)}</b>
                  <span class="digits">
                    {t('till.difference')} <bdi>{money(countedMinor - expectedMinor)}</bdi>
                  </span>
                  {terminalMinor > 0 && (
                    <span class="digits soft">
                      {t('till.inTerminal')} <bdi>{money(terminalMinor)}</bdi>
                    </span>
                  )}
                  {note !== '' && <bdi class="soft">{note}</bdi>}
                  <LateTakings cashUp={cashUp} money={money} />
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </section>
  );
};
