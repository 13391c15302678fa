import { useEffect, useState } from 'react';

type Closable = { close: () => void };
type Entry<Room> = { room: Room; users: number; closing: ReturnType<typeof setTimeout> | undefined };

/** How long a room outlives its last user, in ms: React mounts twice in development, routes swap pages. */
const GRACE = 1_000;

/** Rooms by key, each with its users. */
export type Rooms<Room> = {
  /** The room of `key`, opened if there is none. One that nobody retains closes after a while. */
  find: (key: string) => Room;
  /** Keeps the room open. Returns what lets it go again. */
  retain: (key: string) => () => void;
};

/** One room per key however many components use it: opened by the first, closed some time after the last. */
export function sharedRooms<Room extends Closable>(open: (key: string) => Room, graceMs = GRACE): Rooms<Room> {
  const entries = new Map<string, Entry<Room>>();

  const closeSoon = (key: string, entry: Entry<Room>) => {
    clearTimeout(entry.closing);
    entry.closing = setTimeout(() => {
      entries.delete(key);
      entry.room.close();
    }, graceMs);
  };
  const find = (key: string): Entry<Room> => {
    const found = entries.get(key);
    if (found) return found;
    const entry: Entry<Room> = { room: open(key), users: 0, closing: undefined };
    entries.set(key, entry);
    closeSoon(key, entry);
    return entry;
  };

  return {
    find: (key) => find(key).room,
    retain: (key) => {
      const entry = find(key);
      clearTimeout(entry.closing);
      entry.users += 1;
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        entry.users -= 1;
        if (entry.users === 0) closeSoon(key, entry);
      };
    },
  };
}

/** The shared room of `key` while mounted. */
export function useShared<Room extends Closable>(rooms: Rooms<Room>, key: string): Room {
  const [held, setHeld] = useState(() => ({ key, room: rooms.find(key) }));
  const room = held.key === key ? held.room : rooms.find(key);
  useEffect(() => {
    const release = rooms.retain(key);
    // Another one than rendered when that one was closed meanwhile (a long suspension).
    const live = rooms.find(key);
    setHeld((before) => (before.key === key && before.room === live ? before : { key, room: live }));
    return release;
  }, [rooms, key]);
  return room;
}
