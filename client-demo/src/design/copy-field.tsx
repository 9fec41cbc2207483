import { useSignal } from '@preact/signals';
import { t } from '../messages/t.ts';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import './copy-field.css';

interface CopyFieldProps {
  readonly label: string;
  readonly text: string;
  readonly hint?: string;
}

/** Copies text; where the clipboard is not to be had (plain HTTP) the selected field is what remains. */
const copy = async (text: string, input: HTMLInputElement | null): Promise<boolean> => {
  input?.select();
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};

/** A link to hand on: readable, selectable, copied with one press. */
export const CopyField = ({ label, text, hint }: CopyFieldProps) => {
  const isCopied = useSignal(false);
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <div class="copy-field">
          <input
            {...control}
            class="input"
            dir="ltr"
            readOnly
            value={text}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button
            tone="plain"
            icon={isCopied.value ? 'check' : 'copy'}
            onClick={(event) => {
              const input = event.currentTarget.parentElement?.querySelector('input') ?? null;
              void copy(text, input).then((done) => (isCopied.value = done));
            }}
          >
            <span aria-live="polite">{isCopied.value ? t('everywhere.copied') : t('everywhere.copy')}</span>
          </Button>
        </div>
      )}
    </Field>
  );
};
