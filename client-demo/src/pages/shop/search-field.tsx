import type { Signal } from '@preact/signals';
import { Icon } from '../../design/icon.tsx';

/** Narrows a list while one types. */
export const SearchField = ({ label, text }: { readonly label: string; readonly text: Signal<string> }) => (
  <label class="shop-search">
    <Icon name="search" sizePx={18} />
    <span class="unseen">{label}</span>
    <input
      class="input"
      type="search"
      dir="auto"
      placeholder={label}
      value={text.value}
      onInput={(event) => (text.value = event.currentTarget.value)}
    />
  </label>
);
