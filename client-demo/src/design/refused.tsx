import type { CallError } from '../live/outcome.ts';
import { errorText } from '../messages/error-text.ts';
import { Icon } from './icon.tsx';
import './field.css';

/** Why the server refused what a form asked for; nothing while it did not. */
export const Refused = ({ error }: { readonly error: CallError | null }) =>
  error === null ? null : (
    <p class="field-fault" role="alert">
      <Icon name="careful" sizePx={16} /> {errorText(error)}
    </p>
  );
