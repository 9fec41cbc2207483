import { Button } from '../design/button.tsx';
import { lazy } from '../design/lazy.tsx';
import { isWideScreen } from '../design/wide-screen.ts';
import { viewOf } from '../live/commerce/follow-view.ts';
import { t } from '../messages/t.ts';
import { useBuying } from '../order/buying.ts';
import { offersOnShelf } from './shelf-list.ts';

const ShelfSheet = lazy(async () => (await import('./shelf-sheet.tsx')).ShelfSheet);

/** The way to the shelf on a phone, which has no room to show it; a swipe upwards does the same. */
export const ShelfKey = () => {
  const { shelf, isShelfOpen } = useBuying();
  const view = viewOf(shelf.value);
  const count = view === null ? 0 : offersOnShelf(view).filter(({ status }) => status === 'open').length;
  if (isWideScreen.value || view === null || offersOnShelf(view).length === 0) return null;
  return (
    <>
      <Button
        size="small"
        icon="bag"
        aria-haspopup="dialog"
        data-testid="shelf-key"
        onClick={() => (isShelfOpen.value = true)}
      >
        {t('shelf.key', { count })}
      </Button>
      {isShelfOpen.value && <ShelfSheet onClose={() => (isShelfOpen.value = false)} />}
    </>
  );
};
