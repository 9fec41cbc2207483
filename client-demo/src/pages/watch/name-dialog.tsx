import { useSignal } from '@preact/signals';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';

/** Chooses the name others see. */
export const NameDialog = ({ name, onClose }: { readonly name: string; readonly onClose: () => void }) => {
  const { session } = useLive();
  const wish = useSignal(name);
  const fault = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const save = async () => {
    isBusy.value = true;
    const renamed = await session.rename(wish.value.trim());
    isBusy.value = false;
    if (renamed.ok) onClose();
    else fault.value = errorText(renamed.error);
  };
  return (
    <Dialog
      title={t('watch.nameTitle')}
      onClose={onClose}
      actions={
        <Button tone="act" busy={isBusy.value} onClick={() => void save()}>
          {t('everywhere.save')}
        </Button>
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
          hint={t('watch.nameHint')}
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
