import type { ShowView } from '#protocol/views.ts';
import { toast } from '../../design/toast.tsx';
import { t } from '../../messages/t.ts';

/** Hands the show's link to the device's share sheet, or to the clipboard where there is none. */
export const shareShow = async (show: Pick<ShowView, 'showId' | 'title'>): Promise<void> => {
  const url = new URL(`/watch/${show.showId}`, location.origin).href;
  try {
    if ('share' in navigator) return await navigator.share({ title: show.title, url });
    // Absent on insecure pages although the DOM types promise it.
    const clipboard: Clipboard | undefined = (navigator as Navigator).clipboard;
    if (clipboard === undefined) return toast(url, { icon: 'link' });
    await clipboard.writeText(url);
    toast(t('watch.linkCopied'), { icon: 'check' });
  } catch (error) {
    // Closing the share sheet is an answer, not a fault.
    if (error instanceof DOMException && error.name === 'AbortError') return;
    toast(url, { icon: 'link' });
  }
};
