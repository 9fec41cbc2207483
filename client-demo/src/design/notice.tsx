import type { ComponentChildren } from 'preact';
import { formatClock } from '../messages/time.ts';
import { t } from '../messages/t.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import './notice.css';

interface SkeletonProps {
  readonly height: string;
  readonly width?: string;
}

/** The shape of what is coming. Wrap several in one element with `aria-busy`. */
export const Skeleton = ({ height, width = '100%' }: SkeletonProps) => (
  <div class="skeleton" style={{ height, width }} aria-hidden="true" />
);

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  /** What to do so that it is no longer empty. */
  readonly advice: string;
  readonly children?: ComponentChildren;
}

/** A list with nothing in it: says what would be here and what to do. */
export const Empty = ({ icon, title, advice, children }: EmptyProps) => (
  <div class="notice">
    <span class="notice-sign">
      <Icon name={icon} sizePx={40} />
    </span>
    <h2>{title}</h2>
    <p class="soft">{advice}</p>
    {children}
  </div>
);

interface ErrorStateProps {
  readonly title: string;
  readonly advice: string;
  readonly onRetry?: () => void;
  readonly busy?: boolean;
  readonly children?: ComponentChildren;
}

/** Something did not work: says what happened and how to try again. Spoken at once by screen readers. */
export const ErrorState = ({ title, advice, onRetry, busy = false, children }: ErrorStateProps) => (
  <div class="notice notice-error" role="alert">
    <span class="notice-sign">
      <Icon name="careful" sizePx={40} />
    </span>
    <h2>{title}</h2>
    <p class="soft">{advice}</p>
    {onRetry && (
      <Button tone="act" icon="retry" busy={busy} onClick={onRetry}>
        {t('everywhere.retry')}
      </Button>
    )}
    {children}
  </div>
);

/** Old facts are better than none, if they say how old they are. */
export const StaleNote = ({ sinceMs }: { readonly sinceMs: number }) => (
  <p class="stale" role="status">
    <Icon name="careful" sizePx={18} />
    {t('everywhere.staleSince', { time: formatClock(sinceMs) })}
  </p>
);
