import { useSignal } from '@preact/signals';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { TextField } from '../design/field.tsx';
import { errorText } from '../messages/error-text.ts';
import { t } from '../messages/t.ts';
import { useLive } from '../shell/live-context.ts';
import { isMadeUpName } from './made-up-name.ts';

interface NameDialogProps {
  readonly name: string;
  readonly onClose: () => void;
  /** Before the first message: what waits for the name, with or without a new one. */
  readonly onNamed?: () => void;
}

/** Chooses the name others see. */
export const NameDialog = ({ name, onClose, onNamed }: NameDialogProps) => {
  const { session } = useLive();
  const isFirst = onNamed !== undefined;
  // A made-up name is no start for one's own.
  const wish = useSignal(isMadeUpName(name) ? '' : name);
  const fault = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const finish = () => {
    onClose();
    onNamed?.();
  };
  const save = async () => {
    isBusy.value = true;
    const renamed = await session.rename(wish.value.trim());
    isBusy.value = false;
    if (renamed.ok) finish();
    else fault.value = errorText(renamed.error);
  };
  return (
    <Dialog
      title={isFirst ? t('chat.nameFirst') : t('watch.nameTitle')}
      onClose={onClose}
      actions={
        <>
          {isFirst && name !== '' && (
            <Button tone="quiet" onClick={finish}>
              {t('chat.nameKeep', { name })}
            </Button>
          )}
          <Button tone="act" busy={isBusy.value} onClick={() => void save()}>
            {isFirst ? t('chat.nameAndSend') : t('everywhere.save')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={t('watch.name')}
          hint={isFirst ? t('chat.nameFirstAdvice') : t('watch.nameHint')}
          fault={fault.value}
          value={wish.value}
          maxLength={40}
          autoComplete="nickname"
          autoFocus
          onText={(text) => (wish.value = text)}
        />
      </form>
    </Dialog>
  );
};
