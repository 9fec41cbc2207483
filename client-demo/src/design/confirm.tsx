import { useSignal } from '@preact/signals';
import type { Outcome, CallError } from '../live/outcome.ts';
import { t } from '../messages/t.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Refused } from './refused.tsx';

interface ConfirmProps {
  readonly title: string;
  /** What will happen, in one or two sentences. */
  readonly question: string;
  readonly confirmLabel: string;
  readonly run: () => Promise<Outcome<unknown>>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back. Stays open, with the reason, when it is refused. */
export const Confirm = ({ title, question, confirmLabel, run, onDone, onClose }: ConfirmProps) => {
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const confirm = async () => {
    isBusy.value = true;
    const outcome = await run();
    isBusy.value = false;
    if (outcome.ok) onDone();
    else refusal.value = outcome.error;
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button tone="quiet" onClick={onClose}>
            {t('everywhere.cancel')}
          </Button>
          <Button tone="careful" icon="careful" busy={isBusy.value} onClick={() => void confirm()}>
            {confirmLabel}
          </Button>
        </>
      }
    >
      <p dir="auto">{question}</p>
      <Refused error={refusal.value} />
    </Dialog>
  );
};
