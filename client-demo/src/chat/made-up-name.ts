/** Whether the server made the name up (`Guest 4821`): then the person is asked for one before the first message. Pure. */
export const isMadeUpName = (name: string): boolean => name === '' || /^Guest \d{4}$/.test(name);
