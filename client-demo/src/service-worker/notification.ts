/** What a notification shows and where a tap on it leads. */
export interface ShownNotification {
  readonly title: string;
  readonly body: string;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** A later one with the same tag takes the place of the earlier. */
  readonly tag: string;
  /** A page of ours, beginning with `/`. */
  readonly path: string;
}

/** Browsers take the right to push away from whoever shows nothing, so something is shown for anything. */
const unreadable: ShownNotification = {
  title: 'Popstage',
  body: '',
  language: 'en',
  direction: 'ltr',
  tag: 'unreadable',
  path: '/',
};

/** Reads what the server pushed (`PushPayload` in server/application/messages/push-sender.ts). Pure, never throws. */
export const readPush = (text: string): ShownNotification => {
  const said = parse(text);
  if (said.title === '') return unreadable;
  return {
    title: said.title,
    body: said.body,
    language: said.language,
    direction: said.language === 'ar' ? 'rtl' : 'ltr',
    tag: said.tag,
    path: pathOf(said.link),
  };
};

interface Said {
  readonly title: string;
  readonly body: string;
  readonly language: string;
  readonly tag: string;
  readonly link: string;
}

const parse = (text: string): Said => {
  let said: unknown = null;
  try {
    said = JSON.parse(text);
  } catch {
    // Not ours, or cut off: read like nothing.
  }
  const facts: Readonly<Record<string, unknown>> = typeof said === 'object' ? { ...said } : {};
  const textOf = (name: keyof Said): string => {
    const value = facts[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    title: textOf('title'),
    body: textOf('body'),
    language: textOf('language'),
    tag: textOf('tag'),
    link: textOf('link'),
  };
};

/** The shop may be reached by several names; the page opens under the one that this browser uses. */
const pathOf = (link: string): string => {
  if (!URL.canParse(link)) return '/';
  const { pathname, search, hash } = new URL(link);
  // Two slashes would begin another host.
  return `${pathname.replace(/^\/+/, '/')}${search}${hash}`;
};
