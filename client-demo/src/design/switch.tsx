import { useId } from 'preact/hooks';
import { Icon } from './icon.tsx';
import './switch.css';

interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong and how to mend it. */
  readonly fault?: string | undefined;
  readonly isOn: boolean;
  readonly isBusy?: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** On or off, at once. A checkbox underneath, so keys and screen readers know it; the whole row can be tapped. */
export const Switch = ({
  label,
  hint,
  fault,
  isOn,
  isBusy = false,
  isDisabled = false,
  onChange,
}: SwitchProps) => {
  const id = useId();
  return (
    <div class="switch">
      <label class="switch-row" data-disabled={isDisabled}>
        <span class="switch-words">
          <span class="switch-label">{label}</span>
          {hint && (
            <span class="field-hint" id={`${id}-hint`}>
              {hint}
            </span>
          )}
        </span>
        <input
          type="checkbox"
          role="switch"
          class="switch-input"
          checked={isOn}
          disabled={isDisabled}
          aria-busy={isBusy ? 'true' : undefined}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onClick={(event) => {
            // The page says what is so; what was tapped is only a wish until it is answered.
            event.preventDefault();
            if (!isBusy) onChange(!isOn);
          }}
        />
      </label>
      {fault && (
        <span class="field-fault" role="alert">
          <Icon name="careful" sizePx={16} /> {fault}
        </span>
      )}
    </div>
  );
};
