import type { Caption, Failure } from '@antenne/server/contract';
import { useState } from 'react';
import type { ControlRoom } from '../realtime/index.ts';

export interface CaptionWriter {
  /** The caption that is being corrected; null: a new one is written. */
  editing: Caption | null;
  /** Why the last line did not go out. It stands in the box again. */
  failure: Failure['code'] | null;
  text: string;
  setText(text: string): void;
  edit(caption: Caption): void;
  cancel(): void;
  /** Sends what stands in the box, or those words. */
  send(words?: string): void;
  takeBack(caption: Caption): void;
  announce(): void;
}

/** What stands in the box, and what becomes of it. */
export function useWriter(room: ControlRoom, language: string): CaptionWriter {
  const [text, setText] = useState('');
  const [editing, setEditing] = useState<Caption | null>(null);
  const [failure, setFailure] = useState<Failure['code'] | null>(null);
  const { slug, call } = room;

  const correct = async (caption: Caption, words: string) => {
    const reply = await call('caption:correct', { slug, id: caption.id, text: words });
    setFailure(reply.ok ? null : reply.error.code);
    return reply.ok;
  };
  const send = async (words = text.trim()) => {
    if (words === '') return;
    const corrected = editing;
    // The next words are on their way before this line has arrived.
    setText('');
    setEditing(null);
    if (corrected) {
      if (!(await correct(corrected, words))) setText((typed) => joined(words, typed));
      return;
    }
    const reply = await call('caption:send', { slug, language, text: words });
    setFailure(reply.ok ? null : reply.error.code);
    if (!reply.ok) setText((typed) => joined(words, typed));
  };

  return {
    editing,
    failure,
    text,
    setText,
    edit(caption) {
      setEditing(caption);
      setText(caption.text);
    },
    cancel() {
      setEditing(null);
      setText('');
    },
    send: (words) => void send(words),
    takeBack: (caption) => void correct(caption, ''),
    announce: () => void call('caption:language', { slug, language }),
  };
}

/** What did not go out, before what was typed meanwhile. */
export function joined(first: string, second: string): string {
  return [first, second].filter((text) => text !== '').join(' ');
}
