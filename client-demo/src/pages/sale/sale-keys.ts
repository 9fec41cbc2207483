import { useShortcuts, type Shortcut } from '../../design/shortcuts.tsx';
import { t } from '../../messages/t.ts';
import { beforeWhich } from './next-step.ts';
import { closeLot, openLot, reopenLast, stepOf, takeStep } from './steps.ts';
import type { Sale } from './use-sale.ts';

/** What keys open beside commands. */
export interface SaleDialogs {
  addLot(): void;
  editLot(lotId: string): void;
  voidLot(lotId: string): void;
  showKeys(): void;
}

const focusOn = (id: string): void => document.getElementById(id)?.focus();

const select = (sale: Sale, step: 1 | -1): void => {
  const lots = sale.auction.peek()?.lots ?? [];
  const at = lots.findIndex(({ lotId }) => lotId === sale.selectedId.peek());
  const to = at === -1 ? (step === 1 ? 0 : lots.length - 1) : at + step;
  const lot = lots[Math.min(Math.max(to, 0), lots.length - 1)];
  if (lot !== undefined) sale.selectedId.value = lot.lotId;
};

const move = (sale: Sale, step: 1 | -1): void => {
  const lotId = sale.selectedId.peek();
  const place = lotId === null ? undefined : beforeWhich(sale.auction.peek()?.lots ?? [], lotId, step);
  if (lotId !== null && place !== undefined) void sale.send('auction.move-lot', { lotId, ...place });
};

const onOpen = (sale: Sale, run: (lotId: string) => void): void => {
  const lot = openLot(sale);
  if (lot !== null) run(lot.lotId);
};

const floorKey = (): Shortcut => ({
  keys: ['f'],
  shown: 'F',
  label: t('sale.keyFloor'),
  run: () => focusOn('sale-paddle'),
});

const movingKeys = (sale: Sale): readonly Shortcut[] => [
  { keys: ['j', 'ArrowDown'], shown: 'J ↓', label: t('sale.keyNext'), run: () => select(sale, 1) },
  { keys: ['k', 'ArrowUp'], shown: 'K ↑', label: t('sale.keyPrevious'), run: () => select(sale, -1) },
];

/** What happens to the lot on stage. */
const stageKeys = (sale: Sale, { voidLot }: SaleDialogs): readonly Shortcut[] => [
  { keys: ['n'], shown: 'N', label: t('sale.keyStep'), run: () => void takeStep(sale, stepOf(sale)) },
  {
    keys: ['s'],
    shown: 'S',
    label: t('sale.keyClose'),
    run: () => {
      const lot = openLot(sale);
      if (lot !== null && lot.kind === 'hammer') void closeLot(sale, lot);
    },
  },
  {
    keys: ['Backspace', 'b'],
    shown: 'B ⌫',
    label: t('sale.keyTakeBack'),
    run: () => onOpen(sale, (lotId) => void sale.send('auction.take-back-going', { lotId })),
  },
  { keys: ['l'], shown: 'L', label: t('sale.keyReopen'), run: () => void reopenLast(sale) },
  { keys: ['v'], shown: 'V', label: t('sale.keyVoid'), run: () => onOpen(sale, voidLot) },
];

/** What happens to the run sheet and the lot that is chosen there. */
const sheetKeys = (sale: Sale, dialogs: SaleDialogs): readonly Shortcut[] => {
  const selected = (run: (lotId: string) => void) => () => {
    const lotId = sale.selectedId.peek();
    if (lotId !== null) run(lotId);
  };
  const openIt = (lotId: string) => void sale.send('auction.open-lot', { lotId });
  return [
    { keys: ['['], shown: '[', label: t('sale.keyUp'), run: () => move(sale, -1) },
    { keys: [']'], shown: ']', label: t('sale.keyDown'), run: () => move(sale, 1) },
    { keys: ['a'], shown: 'A', label: t('sale.addLot'), run: dialogs.addLot },
    { keys: ['e'], shown: 'E', label: t('sale.keyEdit'), run: selected(dialogs.editLot) },
    { keys: ['o'], shown: 'O', label: t('sale.keyOpenSelected'), run: selected(openIt) },
  ];
};

/** The keys of whoever runs the sale, in the order of the sheet: everything on stage with one of them. */
export const shortcutsOf = (sale: Sale, dialogs: SaleDialogs): readonly Shortcut[] =>
  sale.mayDirect
    ? [...stageKeys(sale, dialogs), floorKey(), ...movingKeys(sale), ...sheetKeys(sale, dialogs)]
    : [floorKey(), ...movingKeys(sale)];

/** Listens while the calling component is mounted. */
export const useSaleKeys = (sale: Sale, dialogs: SaleDialogs): void =>
  useShortcuts(shortcutsOf(sale, dialogs));
