import { useSignal } from '@preact/signals';
import { openSaveMethodPage } from '../api/buyer-routes.ts';
import { Button } from '../design/button.tsx';
import { Refused } from '../design/refused.tsx';
import type { CallError } from '../live/outcome.ts';
import { t } from '../messages/t.ts';
import { useLive } from '../shell/live-context.ts';

/** Goes to the provider's page to save a card, from which one comes back to the show, or to the account. */
export const SaveCard = ({ showId }: { readonly showId?: string }) => {
  const { session } = useLive();
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const open = async () => {
    isBusy.value = true;
    const outcome = await openSaveMethodPage(session, showId === undefined ? {} : { showId });
    refusal.value = outcome.ok ? null : outcome.error;
    // Busy until the page is gone: a second press would open a second one.
    isBusy.value = outcome.ok;
    if (outcome.ok) location.assign(outcome.value.url);
  };
  return (
    <>
      <Refused error={refusal.value} />
      <Button tone="act" wide busy={isBusy.value} data-testid="save-card" onClick={() => void open()}>
        {t('order.saveCard')}
      </Button>
    </>
  );
};
