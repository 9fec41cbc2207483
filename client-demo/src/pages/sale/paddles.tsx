import { useSignal } from '@preact/signals';
import { makePaddleGuest } from '../../api/routes.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import type { CallError } from '../../live/outcome.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';
import { useSale } from './use-sale.ts';

/** The lowest number that nobody holds. Pure. */
export const nextPaddle = (taken: readonly number[]): number => {
  const held = new Set(taken);
  let free = 1;
  while (held.has(free)) free += 1;
  return free;
};

/** Guests in the room with a number in the hand: who they are, and a new one for the next. */
export const Paddles = () => {
  const sale = useSale();
  const { session } = useLive();
  const name = useSignal('');
  const phone = useSignal('');
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const paddles = sale.auction.value?.paddles ?? [];
  const next = nextPaddle(paddles.map(({ paddle }) => paddle));
  const give = async () => {
    if (isBusy.peek() || (name.peek().trim() === '' && phone.peek().trim() === '')) return;
    isBusy.value = true;
    refusal.value = null;
    const guest = await makePaddleGuest(session, { name: name.peek().trim(), phone: phone.peek().trim() });
    const outcome = guest.ok
      ? await sale.ask('auction.give-paddle', { paddle: next, personId: guest.value.personId })
      : guest;
    isBusy.value = false;
    if (!outcome.ok) {
      refusal.value = outcome.error;
      return;
    }
    name.value = '';
    phone.value = '';
  };
  return (
    <section class="paddles" aria-label={t('sale.paddles')}>
      <h2>{t('sale.paddles')}</h2>
      <form
        class="paddle-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void give();
        }}
      >
        <TextField
          label={t('sale.guestName')}
          value={name.value}
          maxLength={60}
          autoComplete="off"
          onText={(text) => (name.value = text)}
        />
        <TextField
          label={t('sale.guestPhone')}
          isOptional
          value={phone.value}
          maxLength={30}
          autoComplete="off"
          onText={(text) => (phone.value = text)}
        />
        <Button
          type="submit"
          icon="plus"
          busy={isBusy.value}
          disabled={name.value.trim() === '' && phone.value.trim() === ''}
        >
          {t('sale.givePaddle', { paddle: next })}
        </Button>
      </form>
      <Refused error={refusal.value} />
      {paddles.length === 0 ? (
        <p class="soft">{t('sale.noPaddles')}</p>
      ) : (
        <ul class="paddle-list">
          {paddles.map(({ paddle, name: guest }) => (
            <li key={paddle}>
              <b class="digits">{paddle}</b>
              <bdi>{guest}</bdi>
              <IconButton
                icon="close"
                label={t('sale.returnPaddle', { paddle })}
                onClick={() => void sale.send('auction.return-paddle', { paddle })}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
