import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { IconButton } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import './menu.css';

export interface MenuItem {
  readonly label: string;
  readonly icon: IconName;
  readonly isCareful?: boolean;
  /** One of several, or on and off: said to screen readers, and shown by a tick in place of the icon. */
  readonly choice?: 'radio' | 'checkbox';
  readonly isChosen?: boolean;
  readonly run: () => void;
}

/** What the arrow keys do among `count` items; -1 means no item has the focus yet. Pure. */
export const nextItem = (key: string, current: number, count: number): number | undefined => {
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % count;
    case 'ArrowUp':
      return (current <= 0 ? count : current) - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
};

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly icon?: IconName;
}

const MenuRow = ({ item, onChoose }: { readonly item: MenuItem; readonly onChoose: () => void }) => (
  <button
    type="button"
    role={item.choice === undefined ? 'menuitem' : `menuitem${item.choice}`}
    aria-checked={item.choice === undefined ? undefined : item.isChosen === true}
    tabIndex={-1}
    class={item.isCareful ? 'menu-item menu-item-careful' : 'menu-item'}
    onClick={onChoose}
  >
    <Icon name={item.isChosen === true ? 'check' : item.icon} /> {item.label}
  </button>
);

/** Further actions or choices behind one key. Arrow keys, Home, End, Escape; a press elsewhere closes it. */
export const Menu = ({ label, items, icon = 'more' }: MenuProps) => {
  const isOpen = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const buttons = () => [...(root.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
  useEffect(() => {
    if (!isOpen.value) return undefined;
    buttons()[0]?.focus();
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) isOpen.value = false;
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [isOpen.value]);
  const close = () => {
    isOpen.value = false;
    root.current?.querySelector('button')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen.value) return;
    if (event.key === 'Escape' || event.key === 'Tab') return close();
    const all = buttons();
    const at = all.findIndex((button) => button === document.activeElement);
    const next = nextItem(event.key, at, all.length);
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  };
  return (
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <IconButton
        icon={icon}
        label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen.value}
        onClick={() => (isOpen.value = !isOpen.value)}
      />
      {isOpen.value && (
        <div class="menu-list" role="menu" aria-label={label}>
          {items.map((item) => (
            <MenuRow
              key={item.label}
              item={item}
              onChoose={() => {
                close();
                item.run();
              }}
            />
          ))}
        </div>
      )}
    </div>
  );
};
