import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../messages/t.ts';
import { toast } from './toast.tsx';

/**
 * A part that is loaded when it is first drawn. Until then nothing is there; a download that fails says so, and the next
 * drawing tries again. The props of what is loaded are the props of what comes back.
 */
export const lazy = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> => {
  let loaded: ComponentType<Props> | undefined;
  return (props: Props) => {
    const [Part, setPart] = useState<ComponentType<Props> | undefined>(() => loaded);
    useEffect(() => {
      if (loaded !== undefined) return;
      load().then(
        (part) => {
          loaded = part;
          setPart(() => part);
        },
        () => toast(t('everywhere.pageFailed'), { icon: 'careful' }),
      );
    }, []);
    return Part === undefined ? null : <Part {...props} />;
  };
};
