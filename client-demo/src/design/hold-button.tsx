import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';
import './button.css';
import './hold-button.css';

/** Long enough that nobody does it by brushing the screen, short enough for "three, two, one". */
const holdMs = 900;
/** How long a first press waits for the second one. */
const secondPressMs = 4000;

interface HoldButtonProps {
  readonly label: string;
  /** Shown after a first short press, e.g. `Press again to go live`. */
  readonly againLabel: string;
  readonly icon: IconName;
  readonly tone: 'live' | 'careful' | 'act' | 'plain';
  readonly busy?: boolean;
  readonly onConfirm: () => void;
}

/**
 * A step that everybody will see: hold it, or press it twice. The second way serves keyboards, switches and
 * screen readers, which hear the changed label.
 */
export const HoldButton = ({ label, againLabel, icon, tone, busy = false, onConfirm }: HoldButtonProps) => {
  const stage = useSignal<'rest' | 'holding' | 'again'>('rest');
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  /** The click that ends a completed hold must not count as a press of its own. */
  const ignoreClick = useRef(false);
  const confirm = () => {
    clearTimeout(timer.current);
    stage.value = 'rest';
    onConfirm();
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const startHold = () => {
    ignoreClick.current = false;
    if (busy || stage.value === 'again') return;
    stage.value = 'holding';
    timer.current = setTimeout(() => {
      ignoreClick.current = true;
      confirm();
    }, holdMs);
  };
  const stopHold = () => {
    if (stage.value !== 'holding') return;
    clearTimeout(timer.current);
    stage.value = 'rest';
  };
  const press = () => {
    if (busy || ignoreClick.current) {
      ignoreClick.current = false;
      return;
    }
    if (stage.value === 'again') return confirm();
    clearTimeout(timer.current);
    stage.value = 'again';
    timer.current = setTimeout(() => (stage.value = 'rest'), secondPressMs);
  };
  return (
    <button
      type="button"
      class={`button button-${tone} button-big button-wide hold-button`}
      style={{ '--hold': `${holdMs}ms` }}
      data-stage={stage.value}
      aria-busy={busy ? 'true' : undefined}
      onPointerDown={(event) => event.button === 0 && startHold()}
      onPointerUp={stopHold}
      onPointerLeave={stopHold}
      onPointerCancel={stopHold}
      onContextMenu={(event) => event.preventDefault()}
      onClick={press}
    >
      {busy ? <span class="button-spinner" aria-hidden="true" /> : <Icon name={icon} sizePx={24} />}
      <span aria-live="polite">{stage.value === 'again' ? againLabel : label}</span>
    </button>
  );
};
