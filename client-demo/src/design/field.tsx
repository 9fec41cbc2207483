import { useId } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { t } from '../messages/t.ts';
import { Icon } from './icon.tsx';
import './field.css';

interface Named {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong and how to mend it; also marks the control as invalid. */
  readonly fault?: string | undefined;
  readonly isOptional?: boolean;
}

interface FieldProps extends Named {
  readonly children: (control: {
    readonly id: string;
    readonly 'aria-describedby': string | undefined;
    readonly 'aria-invalid': 'true' | undefined;
  }) => ComponentChildren;
}

/** A label, its control, and what helps to fill it, tied together for screen readers. */
export const Field = ({ label, hint, fault, isOptional = false, children }: FieldProps) => {
  const id = useId();
  const described = [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label} {isOptional && <small>({t('everywhere.optional')})</small>}
      </label>
      {children({
        id,
        'aria-describedby': described === '' ? undefined : described,
        'aria-invalid': fault ? 'true' : undefined,
      })}
      {hint && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {fault && (
        <span class="field-fault" id={`${id}-fault`} role="alert">
          <Icon name="careful" sizePx={16} /> {fault}
        </span>
      )}
    </div>
  );
};

/** The few attributes of text controls that pages need. */
interface TextControl {
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly autoComplete?: string;
  /** Which keyboard a phone shows. */
  readonly inputMode?: 'email' | 'tel' | 'numeric' | 'decimal' | 'search';
  readonly autoFocus?: boolean;
}

interface TextFieldProps extends Named, TextControl {
  readonly value: string;
  readonly onText: (text: string) => void;
}

/** One line of text. */
export const TextField = ({ label, hint, fault, isOptional, value, onText, ...rest }: TextFieldProps) => (
  <Field {...{ label, hint, fault }} isOptional={isOptional ?? false}>
    {(control) => (
      <input
        dir="auto"
        {...rest}
        {...control}
        class="input"
        value={value}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    )}
  </Field>
);

interface TextAreaProps extends Named, TextControl {
  readonly value: string;
  readonly onText: (text: string) => void;
}

/** Several lines of text. */
export const TextArea = ({ label, hint, fault, isOptional, value, onText, ...rest }: TextAreaProps) => (
  <Field {...{ label, hint, fault }} isOptional={isOptional ?? false}>
    {(control) => (
      <textarea
        dir="auto"
        rows={3}
        {...rest}
        {...control}
        class="input"
        value={value}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    )}
  </Field>
);

interface SelectProps<Value extends string> extends Named {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onSelect: (value: Value) => void;
}

/** One of a few. */
export const Select = <Value extends string>({ value, options, onSelect, ...named }: SelectProps<Value>) => (
  <Field {...named}>
    {(control) => (
      <select
        {...control}
        class="input"
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen !== undefined) onSelect(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    )}
  </Field>
);
