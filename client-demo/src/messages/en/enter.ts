/** Texts of the page that redeems a magic link. */
export const enter = {
  title: 'Coming in',
  opening: 'One moment, opening the door …',
  usedTitle: 'This link no longer opens the door',
  usedAdvice: 'It was used up, has expired or was withdrawn. Ask whoever sent it for a new one.',
  missingTitle: 'The link is not complete',
  missingAdvice: 'The part after # is missing. Copy the whole link, or scan the QR code again.',
  failedTitle: 'The door did not open',
  justWatch: 'Just watch',
} as const;
