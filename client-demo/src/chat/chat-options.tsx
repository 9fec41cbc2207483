import { useSignal } from '@preact/signals';
import { Menu, type MenuItem } from '../design/menu.tsx';
import { t } from '../messages/t.ts';
import { BlockedDialog } from './blocked-dialog.tsx';
import type { ChatModel } from './chat-model.ts';
import { NameDialog } from './name-dialog.tsx';

/** What one may set for oneself: the own name, and whom one hides. */
export const ChatOptions = ({ chat }: { readonly chat: ChatModel }) => {
  const open = useSignal<'name' | 'blocked' | null>(null);
  const state = chat.state.value;
  const blockedIds = state.status === 'ready' ? state.own.blockedIds : [];
  const items: readonly MenuItem[] = [
    { label: t('chat.rename'), icon: 'pencil', run: () => (open.value = 'name') },
    ...(blockedIds.length === 0
      ? []
      : [
          {
            label: t('chat.blockedCount', { count: blockedIds.length }),
            icon: 'eye',
            run: () => (open.value = 'blocked'),
          } as const,
        ]),
  ];
  return (
    <>
      <Menu label={t('chat.options')} items={items} />
      {open.value === 'name' && <NameDialog name={chat.name.value} onClose={() => (open.value = null)} />}
      {open.value === 'blocked' && (
        <BlockedDialog
          blockedIds={blockedIds}
          people={chat.people()}
          onUnblock={(personId) => chat.unblock(personId)}
          onClose={() => (open.value = null)}
        />
      )}
    </>
  );
};
