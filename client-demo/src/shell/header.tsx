import { useState } from 'preact/hooks';
import { IconButton } from '../design/button.tsx';
import { Icon } from '../design/icon.tsx';
import { isShortcutSheetOpen } from '../design/shortcuts.tsx';
import { t } from '../messages/t.ts';
import { Link, path } from '../router.tsx';
import { DisplaySettings } from './display-settings.tsx';
import { useLive } from './live-context.ts';
import './header.css';

/** The mark: a lamp, its cone, and the lit floor. */
const Mark = () => (
  <svg class="mark" width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
    <path d="M16 4 3 26h26z" fill="var(--act)" opacity="0.85" />
    <ellipse cx="16" cy="26" rx="13" ry="3.6" fill="var(--act-hover)" />
    <circle cx="16" cy="5" r="3" fill="var(--ink)" />
  </svg>
);

const NavLink = ({ href, label }: { readonly href: string; readonly label: string }) => {
  const here = href === '/' ? path.value === '/' : path.value.startsWith(href);
  return (
    <Link href={href} class="header-link" aria-current={here ? 'page' : undefined}>
      {label}
    </Link>
  );
};

/** Brand, the pages this person's role may use, and the display settings. */
export const Header = () => {
  const [areSettingsOpen, setSettingsOpen] = useState(false);
  const session = useLive().session.state.value;
  const role = session.status === 'signed-in' ? session.session.role : 'viewer';
  const onlyShowId = session.status === 'signed-in' ? session.session.showId : null;
  const mayProduce = role === 'admin' || role === 'host';
  const keepsStock = mayProduce || role === 'staff';
  return (
    <header class="header">
      <Link
        href="/"
        class="header-brand"
        aria-label={`${t('everywhere.productName')}: ${t('everywhere.navLobby')}`}
      >
        <Mark />
        <span>{t('everywhere.productName')}</span>
      </Link>
      <nav class="header-nav" aria-label={t('everywhere.navigation')}>
        {(mayProduce || role === 'moderator') && <NavLink href="/" label={t('everywhere.navLobby')} />}
        {mayProduce && <NavLink href="/studio" label={t('everywhere.navStudio')} />}
        {(role === 'moderator' || role === 'admin') && (
          <NavLink
            href={onlyShowId === null ? '/moderation' : `/moderation/${onlyShowId}`}
            label={t('everywhere.navModeration')}
          />
        )}
        {keepsStock && <NavLink href="/shop" label={t('everywhere.navShop')} />}
        {role === 'admin' && <NavLink href="/operator" label={t('everywhere.navOperator')} />}
      </nav>
      <div class="header-tools">
        <span class="header-keys">
          <IconButton
            icon="keyboard"
            label={t('everywhere.shortcuts')}
            onClick={() => (isShortcutSheetOpen.value = true)}
          />
        </span>
        <Link
          href="/account"
          class="button button-quiet button-normal button-icon"
          aria-label={t('everywhere.navAccount')}
          aria-current={path.value === '/account' ? 'page' : undefined}
        >
          <Icon name="person" sizePx={22} />
        </Link>
        <IconButton icon="sliders" label={t('everywhere.settings')} onClick={() => setSettingsOpen(true)} />
      </div>
      {areSettingsOpen && <DisplaySettings onClose={() => setSettingsOpen(false)} />}
    </header>
  );
};
