/** The least a socket needs of a WebSocket, so that tests can hold the other end in their hands. */
export interface Wire {
  send(text: string): void;
  /** Nothing is reported after this. */
  close(): void;
}

export interface WireEvents {
  opened(): void;
  received(text: string): void;
  /** Once, also when it never opened (1006). */
  closed(closeCode: number): void;
}

export type OpenWire = (url: string, events: WireEvents) => Wire;

export const openWebSocket: OpenWire = (url, events) => {
  const socket = new WebSocket(url);
  socket.onopen = () => events.opened();
  socket.onclose = (event) => events.closed(event.code);
  socket.onmessage = (event: MessageEvent<unknown>) => {
    if (typeof event.data === 'string') events.received(event.data);
  };
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      // The browser may hold a dead connection for a minute before it reports; nobody waits for that.
      socket.onopen = socket.onclose = socket.onmessage = null;
      socket.close();
    },
  };
};
