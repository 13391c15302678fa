import type { QuestionMove, StaffQuestion } from '@antenne/server/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlRoom } from '../realtime/index.ts';
import { type ToastMessage, toast } from '../ui/index.ts';
import { stepsOf } from './moves.ts';
import { type Undo, undoOf, usableUndo, withReason } from './undo.ts';

/** Somebody else was faster: what was wanted, and what the question is now. */
export type Conflict = { wanted: QuestionMove; before: StaffQuestion; by: string | null };

export type Moves = {
  /** Questions with a decision on its way. */
  busy: ReadonlySet<string>;
  conflict: Conflict | null;
  dismissConflict: () => void;
  run: (question: StaffQuestion, move: QuestionMove) => Promise<void>;
  /** Takes the newest decision back, when it still can be. */
  undo: () => void;
};

/** Sends decisions and keeps what can be taken back. `onReturn` hears which question came back by an undo. */
export function useMoves(room: ControlRoom, onReturn: (id: string) => void): Moves {
  const { t } = useTranslation('moderator');
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const undos = useRef<Undo[]>([]);
  /** The newest decision, on its way or answered. */
  const newest = useRef<Promise<void>>(Promise.resolve());
  // One at a time: the newest decision is the one to take back; Z reaches the older ones.
  const said = useRef<() => void>(undefined);
  const say = useCallback((message: ToastMessage) => {
    said.current?.();
    said.current = toast(message);
  }, []);
  const returned = useRef(onReturn);
  useEffect(() => {
    returned.current = onReturn;
  });

  const send = useCallback(
    async (id: string, version: number, moves: readonly QuestionMove[]) => {
      setBusy((known) => new Set(known).add(id));
      try {
        let seen = version;
        let last: StaffQuestion | null = null;
        for (const move of moves) {
          const reply = await room.call('question:move', { slug: room.slug, id, version: seen, move });
          if (!reply.ok) return { ok: false as const, code: reply.error.code };
          last = reply.data;
          seen = last.version;
        }
        return { ok: true as const, question: last };
      } finally {
        setBusy((known) => new Set([...known].filter((one) => one !== id)));
      }
    },
    [room],
  );

  const takeBack = useCallback(
    async (undo: Undo) => {
      undos.current = undos.current.filter((one) => one !== undo);
      returned.current(undo.id);
      const result = await send(undo.id, undo.version, withReason(undo.moves, t('done.undoReason')));
      if (result.ok) say({ text: t('done.undone'), durationMs: 3_000 });
      else
        say({
          tone: 'warn',
          text: result.code === 'conflict' ? t('done.undoRefused') : t(`common:failure.${result.code}`),
        });
    },
    [send, say, t],
  );

  const decide = useCallback(
    async (question: StaffQuestion, move: QuestionMove) => {
      setConflict(null);
      const result = await send(question.id, question.version, stepsOf(question, move));
      if (!result.ok) {
        if (result.code === 'conflict') setConflict({ wanted: move, before: question, by: lastMover(room) });
        else say({ tone: 'warn', text: t(`common:failure.${result.code}`) });
        return;
      }
      const undo = result.question ? undoOf(question, result.question, move, room.clock.now()) : null;
      if (!undo) return;
      undos.current = [...undos.current.slice(-19), undo];
      say({ text: t(`done.${move.type}`), onUndo: () => void takeBack(undo) });
    },
    [room, say, send, t, takeBack],
  );

  const run = useCallback(
    (question: StaffQuestion, move: QuestionMove) => {
      newest.current = decide(question, move);
      return newest.current;
    },
    [decide],
  );

  const undo = useCallback(async () => {
    // Fast hands press Z while the server has not answered yet: they mean this one, not the one before.
    await newest.current;
    const usable = usableUndo(undos.current, room.clock.now());
    if (usable) await takeBack(usable);
  }, [room, takeBack]);

  return { busy, conflict, dismissConflict: () => setConflict(null), run, undo: () => void undo() };
}

/** Who decided on a question last, oneself left out. */
function lastMover(room: ControlRoom): string | null {
  const state = room.store.getState().state;
  return state?.log.find((line) => line.action.startsWith('question.') && line.actor !== state.me.name)?.actor ?? null;
}
