import { useId } from 'preact/hooks';
import './segmented.css';

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly lang?: string }[];
  readonly onSelect: (value: Value) => void;
}

/** One of two to four choices, all in sight. Radio buttons underneath, so arrow keys and screen readers know them. */
export const Segmented = <Value extends string>({
  label,
  value,
  options,
  onSelect,
}: SegmentedProps<Value>) => {
  const name = useId();
  return (
    <fieldset class="segmented">
      <legend>{label}</legend>
      <div class="segmented-row">
        {options.map((option) => (
          <label key={option.value} lang={option.lang}>
            <input
              class="unseen"
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onSelect(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};
