import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { Empty } from '../../design/notice.tsx';
import { t } from '../../messages/t.ts';
import { fitsPin, isPin, waitAfterMs } from './pin.ts';
import { useTill, type Cashier } from './use-till.ts';
import './pin-pad.css';

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

/** Seconds until the next try. Counted down by the monotonic clock; a reload begins the wait anew. */
const useWait = () => {
  const { readWrongTries, saveWrongTries } = useTill();
  const wrongTries = useSignal(0);
  const untilMs = useSignal(0);
  const seconds = useSignal(0);
  const tick = () => {
    seconds.value = Math.max(0, Math.ceil((untilMs.value - performance.now()) / 1000));
  };
  const begin = (count: number) => {
    wrongTries.value = count;
    untilMs.value = performance.now() + waitAfterMs(count);
    tick();
  };
  useEffect(() => {
    void readWrongTries().then(begin);
    const timer = setInterval(tick, 250);
    return () => clearInterval(timer);
  }, []);
  const note = async (isRight: boolean) => {
    const count = isRight ? 0 : wrongTries.value + 1;
    await saveWrongTries(count);
    begin(count);
  };
  return { seconds, note };
};

const Pad = ({ cashier, onBack }: { readonly cashier: Cashier; readonly onBack: () => void }) => {
  const { unlock } = useTill();
  const typed = useSignal('');
  const isBusy = useSignal(false);
  const isWrong = useSignal(false);
  const { seconds, note } = useWait();
  const isWaiting = seconds.value > 0;
  const press = (digit: string) => {
    isWrong.value = false;
    if (!isWaiting) typed.value = `${typed.value}${digit}`.slice(0, 8);
  };
  const open = async () => {
    if (!isPin(typed.value) || isBusy.value || seconds.peek() > 0) return;
    isBusy.value = true;
    const isRight = await fitsPin(typed.value, cashier.pin);
    // The count is on disk before the answer is on screen: closing the page saves no try.
    await note(isRight);
    isBusy.value = false;
    typed.value = '';
    isWrong.value = !isRight;
    if (isRight) unlock(cashier);
  };
  // Before it is on screen: whoever types fast loses no digit.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (/^\d$/.test(event.key)) press(event.key);
      else if (event.key === 'Backspace') typed.value = typed.value.slice(0, -1);
      else if (event.key === 'Escape') onBack();
      else if (event.key === 'Enter' && isPin(typed.value)) {
        event.preventDefault();
        void open();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return (
    <section class="pin-pad" aria-label={t('till.pinOf', { name: cashier.name })}>
      <h2>
        <bdi>{cashier.name}</bdi>
      </h2>
      <p class="pin-dots" role="status" aria-label={t('till.pinDigits', { count: typed.value.length })}>
        {Array.from({ length: 8 }, (_none, place) => (
          <span key={place} data-set={place < typed.value.length} aria-hidden="true" />
        ))}
      </p>
      <p class="pin-fault" role="alert">
        {isWaiting ? t('till.pinWait', { seconds: seconds.value }) : isWrong.value ? t('till.pinWrong') : ''}
      </p>
      <div class="pin-keys" dir="ltr">
        {digits.map((digit) => (
          <button
            key={digit}
            type="button"
            class="till-key"
            disabled={isWaiting}
            onClick={() => press(digit)}
          >
            {digit}
          </button>
        ))}
        <button
          type="button"
          class="till-key"
          disabled={isWaiting}
          aria-label={t('till.pinClear')}
          onClick={() => (typed.value = typed.value.slice(0, -1))}
        >
          <Icon name="close" sizePx={26} />
        </button>
      </div>
      <Button
        tone="act"
        size="big"
        wide
        busy={isBusy.value}
        disabled={!isPin(typed.value) || isWaiting}
        onClick={() => void open()}
      >
        {t('till.pinOpen')}
      </Button>
      <Button tone="quiet" onClick={onBack}>
        {t('everywhere.back')}
      </Button>
    </section>
  );
};

/** Nobody sells without a PIN; it is checked here, so it works without a line, too. */
export const PinPad = () => {
  const { cashiers } = useTill();
  const chosenId = useSignal<string | null>(null);
  const chosen = cashiers.value.find(({ personId }) => personId === chosenId.value);
  if (chosen !== undefined) return <Pad cashier={chosen} onBack={() => (chosenId.value = null)} />;
  if (cashiers.value.length === 0)
    return <Empty icon="person" title={t('till.noCashiers')} advice={t('till.noCashiersAdvice')} />;
  return (
    <section class="pin-people" aria-labelledby="pin-people">
      <h2 id="pin-people">{t('till.whoAreYou')}</h2>
      <ul role="list">
        {cashiers.value.map(({ personId, name }) => (
          <li key={personId}>
            <button type="button" class="till-key pin-person" onClick={() => (chosenId.value = personId)}>
              <Avatar name={name} />
              <bdi>{name}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};
