import { render } from 'preact';
import './design/tokens.css';
import './design/base.css';
import { createLive } from './live/live.ts';
import { speakAsDevice } from './messages/language.ts';
import { startRouter } from './router.tsx';
import { LiveContext } from './shell/live-context.ts';
import { Shell } from './shell/shell.tsx';
import { followPerson } from './shell/push-follow.ts';
import { wearTheme } from './shell/theme.ts';

wearTheme();
startRouter();
const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
const live = createLive();
// The language comes first, so that no page flashes in English before its own words.
void speakAsDevice().then(() => {
  render(
    <LiveContext.Provider value={live}>
      <Shell />
    </LiveContext.Provider>,
    root,
  );
  followPerson(live.session);
});
