/** Outlines on a 24 px grid, drawn with one stroke width so that they read as one family. */
const outlines = {
  bell: 'M6 17V11a6 6 0 1 1 12 0v6l1.5 2h-15zM10 21h4',
  'bell-off': 'M8.5 4.5A6 6 0 0 1 18 11v4M6.5 9.5A6 6 0 0 0 6 11v6l-1.5 2h13M10 21h4M3 3l18 18',
  calendar: 'M4 7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 10h16M8 3v4M16 3v4',
  camera: 'M3 8a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM16 11l5-3v8l-5-3',
  'camera-off':
    'M16 11l5-3v8M3 3l18 18M8 6h6a2 2 0 0 1 2 2v5M15 17.5a2 2 0 0 1-1 .5H5a2 2 0 0 1-2-2V8a2 2 0 0 1 1-1.7',
  careful: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.01',
  check: 'M5 12.5 10 17.5 19.5 7',
  chevron: 'M9 5l7 7-7 7',
  clip: 'M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM10 9v6l5-3z',
  close: 'M6 6l12 12M18 6 6 18',
  copy: 'M9 9h9a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2zM15 6V5a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h0',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6',
  fullscreen:
    'M4 9V5a1 1 0 0 1 1-1h4M15 4h4a1 1 0 0 1 1 1v4M20 15v4a1 1 0 0 1-1 1h-4M9 20H5a1 1 0 0 1-1-1v-4',
  info: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 11v5M12 8v.01',
  keyboard:
    'M3 8a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM7 10v.01M11 10v.01M15 10v.01M17 13v.01M7 13v.01M9.5 14.5h5',
  lamp: 'M9 3h6l1 5H8zM8 8 4 20h16L16 8',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2',
  heart: 'M12 20C7 16 3.5 12.8 3.5 9a4.5 4.5 0 0 1 8.5-2 4.5 4.5 0 0 1 8.5 2c0 3.8-3.5 7-8.5 11z',
  megaphone: 'M4 10v4a1 1 0 0 0 1 1h3l8 4V5L8 9H5a1 1 0 0 0-1 1zM8 15l1.5 5H12M19 9.5a4 4 0 0 1 0 5',
  minus: 'M5 12h14',
  mic: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21',
  'mic-off':
    'M9 9v2a3 3 0 0 0 4.5 2.6M15 11V6a3 3 0 0 0-5.6-1.5M5.5 11a6.5 6.5 0 0 0 10.3 5.3M18.5 11a6.5 6.5 0 0 1-.6 2.7M12 17.5V21M3 3l18 18',
  more: 'M5 12v.01M12 12v.01M19 12v.01',
  pause: 'M8 5v14M16 5v14',
  pencil: 'M4 20l1-4.5L16 4.5l3.5 3.5L8.5 19z',
  phone:
    'M7 4a1.5 1.5 0 0 1 1.5-1.5h7A1.5 1.5 0 0 1 17 4v16a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 7 20zM11 18.5h2',
  pip: 'M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM12 12h6v4h-6z',
  play: 'M8 5l11 7-11 7z',
  plus: 'M12 5v14M5 12h14',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v2M14 20h2M18 18h2v2M7 7v.01M17 7v.01M7 17v.01',
  remove: 'M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10 11v5M14 11v5',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.4M20 4.5v5h-5',
  'skip-back':
    'M4.5 12a7.5 7.5 0 1 0 2.2-5.3L4 9.4M4 4.5v5h5M10 10.5v5M13 12a1.5 1.5 0 0 1 3 0v2a1.5 1.5 0 0 1-3 0z',
  'skip-forward':
    'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L20 9.4M20 4.5v5h-5M9 10.5v5M12 12a1.5 1.5 0 0 1 3 0v2a1.5 1.5 0 0 1-3 0z',
  screen: 'M3 6a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM8 21h8M12 17v4',
  share: 'M12 15V3.5M8 7l4-4 4 4M5 12v6a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2v-6',
  shield: 'M12 3l7.5 2.5V11c0 5-3.2 8.3-7.5 10-4.3-1.7-7.5-5-7.5-10V5.5z',
  sliders: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  smile: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5v.01M15 9.5v.01',
  speed: 'M4.5 18.5a9 9 0 1 1 15 0M12 14.5l4-5M12 14.5v.01',
  stop: 'M6 6h12v12H6z',
  undo: 'M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3',
  person: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 21a7.5 7.5 0 0 1 15 0',
  mail: 'M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM3.5 7.5 12 13.5l8.5-6',
  users:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.5a3.5 3.5 0 0 1 0 6.2M18 14.5a6.5 6.5 0 0 1 3.5 5.5',
  volume: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11',
  'volume-off': 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 9.5l5 5M21 9.5l-5 5',
  bag: 'M5 8h14l-1 12.5H6zM9 10.5V7a3 3 0 0 1 6 0v3.5',
  cart: 'M3 4h2.5l2.2 11h9.6l2-8H6.2M9 19.5v.01M16.5 19.5v.01',
  hammer: 'M13.5 4.5l6 6M11 7l6 6M12.2 5.8l-4 4 6 6 4-4M9.8 12.2 3.5 18.5l2 2 6.3-6.3M12.5 20.5h8',
  truck:
    'M2.5 6.5h11.5v10h-11.5zM14 10h4l3.5 3.5v3h-7.5M7 19.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6M17.5 19.5a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6',
  ban: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM5.7 5.7l12.6 12.6',
  chat: 'M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4a2 2 0 0 1-2-2zM8.5 9h7M8.5 12.5h4',
  clock: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zM12 7.5V12l3 2',
  flag: 'M6 21V4h11l-2 4 2 4H6',
  ghost: 'M5.5 20v-9a6.5 6.5 0 0 1 13 0v9l-2.2-1.8-2.1 1.8-2.2-1.8-2.2 1.8-2.1-1.8zM9.5 11v.01M14.5 11v.01',
  hourglass: 'M7 3h10M7 21h10M8 3v4l4 5 4-5V3M8 21v-4l4-5 4 5v4',
  pin: 'M9 4h6l-.7 6 3.2 3.5v1.5h-11v-1.5L9.7 10zM12 15v6',
  reply: 'M10 6 4 11.5l6 5.5v-3.5c5 0 8 1.5 10 5 0-6-3.5-10-10-10z',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20.5 20.5',
  send: 'M4 12 20 4.5 15.5 20l-4-6.5zM11.5 13.5 20 4.5',
  sweep: 'M4 7h9M8 3.5h4M13 12h7M13 16h6M13 20h4M5 7l.8 12.5H10',
} as const;

export type IconName = keyof typeof outlines;

/** Icons that point along the line of writing and turn round in right-to-left text. */
const directed: readonly IconName[] = ['chevron', 'undo', 'reply', 'send'];

interface IconProps {
  readonly name: IconName;
  readonly sizePx?: number;
}

/** A decorative sign: hidden from screen readers, because the words stand beside it or in a label. */
export const Icon = ({ name, sizePx = 20 }: IconProps) => (
  <svg
    class={directed.includes(name) ? 'icon icon-directed' : 'icon'}
    width={sizePx}
    height={sizePx}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d={outlines[name]} />
  </svg>
);
