import { useSignal } from '@preact/signals';
import { Tabs } from '../../design/tabs.tsx';
import type { MessageKey } from '../../messages/language.ts';
import { t } from '../../messages/t.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { RoleGate } from '../../shell/role-gate.tsx';
import { MyShows } from '../studio/list/my-shows.tsx';
import { Devices } from './devices.tsx';
import { Links } from './links.tsx';
import { OutboxArea } from './outbox.tsx';
import { Sessions } from './sessions.tsx';
import './operator.css';

const areas = {
  shows: MyShows,
  links: Links,
  sessions: Sessions,
  outbox: OutboxArea,
  devices: Devices,
} as const;
type AreaName = keyof typeof areas;
const areaNames: readonly AreaName[] = ['shows', 'links', 'sessions', 'outbox', 'devices'];
const areaTitles: Record<AreaName, MessageKey> = {
  shows: 'operator.shows',
  links: 'operator.links',
  sessions: 'operator.sessions',
  outbox: 'operator.outbox',
  devices: 'operator.devices',
};

const Areas = () => {
  const area = useSignal<AreaName>('shows');
  const Current = areas[area.value];
  return (
    <Tabs
      label={t('operator.tabs')}
      value={area.value}
      tabs={areaNames.map((value) => ({ value, label: t(areaTitles[value]) }))}
      onSelect={(value) => (area.value = value)}
    >
      <Current />
    </Tabs>
  );
};

/** Where whoever runs the server lets people in and out. */
export const Page = () => {
  usePageTitle(t('operator.title'));
  return (
    <RoleGate roles={['admin']}>
      <div class="page operator">
        <h1>{t('operator.title')}</h1>
        <Areas />
      </div>
    </RoleGate>
  );
};
