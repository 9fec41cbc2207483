import { render } from 'preact';
import './design/tokens.css';
import './design/base.css';
import { speakAsDevice } from './messages/language.ts';
import { startRouter } from './router.tsx';
import { Shell } from './shell/shell.tsx';
import { wearTheme } from './shell/theme.ts';

wearTheme();
startRouter();
const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no #app');
// The language comes first, so that no page flashes in English before its own words.
void speakAsDevice().then(() => render(<Shell />, root));
