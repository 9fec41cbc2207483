import { useEffect, useId, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import './tabs.css';

interface TabsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly tabs: readonly { readonly value: Value; readonly label: string }[];
  readonly onSelect: (value: Value) => void;
  /** The panel of the chosen tab. */
  readonly children: ComponentChildren;
}

/** A row wider than the screen shows the chosen tab, and never moves the page for it. */
const useChosenInSight = (value: string) => {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const row = list.current;
    const tab = row?.querySelector('[aria-selected=true]')?.getBoundingClientRect();
    if (row === null || tab === undefined || row.scrollWidth <= row.clientWidth) return;
    const { left, width } = row.getBoundingClientRect();
    row.scrollLeft += tab.left + tab.width / 2 - (left + width / 2);
  }, [value]);
  return list;
};

/** One panel of several, chosen above it. Arrow keys move between tabs. */
export const Tabs = <Value extends string>({ label, value, tabs, onSelect, children }: TabsProps<Value>) => {
  const id = useId();
  const list = useChosenInSight(value);
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const toRight = event.key === 'ArrowRight';
    if (!toRight && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const step = toRight === isRtl ? -1 : 1;
    const at = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    onSelect(next.value);
    document.getElementById(`${id}-${next.value}`)?.focus();
  };
  return (
    <>
      <div ref={list} class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.value}
            id={`${id}-${tab.value}`}
            type="button"
            role="tab"
            aria-selected={tab.value === value}
            aria-controls={`${id}-panel`}
            tabIndex={tab.value === value ? 0 : -1}
            onClick={() => onSelect(tab.value)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${value}`}>
        {children}
      </div>
    </>
  );
};
