import { signal } from '@preact/signals';
import { t } from '../messages/t.ts';
import { Button, IconButton } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import './toast.css';

/** Something that happened elsewhere; never what the eye already sees. */
interface Toast {
  readonly id: number;
  readonly text: string;
  readonly icon: IconName;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** More than three hide the page; the oldest goes first. */
const maximumToasts = 3;
/** Long enough to read a sentence twice and to reach the action with a switch device. */
const lifeMs = 8000;

const toasts = signal<readonly Toast[]>([]);
let lastId = 0;

const dismiss = (id: number): void => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
};

/** Tells the user of something that happened elsewhere; goes by itself after some seconds. */
export const toast = (text: string, options: Partial<Pick<Toast, 'icon' | 'action'>> = {}): void => {
  lastId += 1;
  const id = lastId;
  toasts.value = [...toasts.value, { id, text, icon: 'info' as const, ...options }].slice(-maximumToasts);
  setTimeout(() => dismiss(id), lifeMs);
};

/** Where toasts appear; once per page, in the shell. */
export const Toasts = () => (
  <div class="toasts" role="status" aria-live="polite" aria-label={t('everywhere.notifications')}>
    {toasts.value.map(({ id, text, icon, action }) => (
      <div class="toast" key={id}>
        <Icon name={icon} />
        <span dir="auto">{text}</span>
        {action && (
          <Button
            tone="quiet"
            size="small"
            onClick={() => {
              action.run();
              dismiss(id);
            }}
          >
            {action.label}
          </Button>
        )}
        <IconButton icon="close" label={t('everywhere.dismiss')} onClick={() => dismiss(id)} />
      </div>
    ))}
  </div>
);
