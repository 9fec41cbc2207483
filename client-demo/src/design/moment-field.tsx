import { Field } from './field.tsx';

interface MomentFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly fault?: string | undefined;
  readonly isOptional?: boolean;
  /** ms since the epoch; null while empty. */
  readonly value: number | null;
  readonly onMoment: (atMs: number | null) => void;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A moment as `datetime-local` wants it: wall time of this device, to the minute. Pure but for the time zone. */
export const toLocalInput = (atMs: number | null): string => {
  if (atMs === null) return '';
  const at = new Date(atMs);
  const date = `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
};

/** The moment of an input's text, or null where it is empty or half typed. */
export const fromLocalInput = (text: string): number | null => {
  const atMs = new Date(text).getTime();
  return text === '' || Number.isNaN(atMs) ? null : atMs;
};

/** Day and time with the device's own picker. */
export const MomentField = ({ label, hint, fault, isOptional, value, onMoment }: MomentFieldProps) => (
  <Field label={label} hint={hint} fault={fault} isOptional={isOptional ?? false}>
    {(control) => (
      <input
        {...control}
        class="input"
        type="datetime-local"
        value={toLocalInput(value)}
        onChange={(event) => onMoment(fromLocalInput(event.currentTarget.value))}
      />
    )}
  </Field>
);
