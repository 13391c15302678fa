import { type ErrorCode, type Failure, type QuestionMove, StaffQuestion } from '@antenne/server/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { ControlRoom } from '../realtime/index.ts';
import { type ToastMessage, toast } from '../ui/index.ts';
import { stepsOf } from './moves.ts';
import { type MoveMany, sendMany } from './send-many.ts';
import { takeBackMany, type Undo, undoOf, usableUndo, withReason } from './undo.ts';

/** Somebody else was faster: what was wanted, and what the question is now. */
export type Conflict = { wanted: QuestionMove; before: StaffQuestion; by: string | null };

/** What can be decided about many at once. */
export type ManyMove = Extract<QuestionMove, { type: 'approve' | 'reject' | 'queue' | 'merge' }>;

/** What one press takes back. */
type Decision = { undos: readonly Undo[]; until: number };

export type Moves = {
  /** Questions with a decision on its way. */
  busy: ReadonlySet<string>;
  conflict: Conflict | null;
  dismissConflict: () => void;
  /** Resolves with whether the server has decided on it; false: it is to be sent again. */
  run: (question: StaffQuestion, move: QuestionMove) => Promise<boolean>;
  /** The same move with all of these, taken back by one press. */
  runMany: (questions: readonly StaffQuestion[], move: ManyMove) => Promise<void>;
  /** Takes the newest decision back, when it still can be. */
  undo: () => void;
};

/** Sends decisions and keeps what can be taken back. `onReturn` hears which questions come back by an undo. */
export function useMoves(room: ControlRoom, onReturn: (ids: readonly string[]) => void): Moves {
  const { t } = useTranslation('moderator');
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const kept = useRef<Decision[]>([]);
  /** The newest decision, on its way or answered. */
  const newest = useRef<Promise<unknown>>(Promise.resolve());
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

  const occupy = useCallback(async <Result>(ids: readonly string[], work: () => Promise<Result>): Promise<Result> => {
    setBusy((known) => new Set([...known, ...ids]));
    try {
      return await work();
    } finally {
      setBusy((known) => new Set([...known].filter((one) => !ids.includes(one))));
    }
  }, []);

  const moveMany: MoveMany = useCallback(
    (questions, move) => room.call('question:moveMany', { slug: room.slug, questions, move }),
    [room],
  );

  const send = useCallback(
    (id: string, version: number, moves: readonly QuestionMove[]) =>
      occupy([id], async () => {
        let seen = version;
        let last: StaffQuestion | null = null;
        for (const move of moves) {
          const reply = await room.call('question:move', { slug: room.slug, id, version: seen, move });
          if (!reply.ok) return { ok: false as const, ...reply.error };
          last = reply.data;
          seen = last.version;
        }
        return { ok: true as const, question: last };
      }),
    [room, occupy],
  );

  const takeBackOne = useCallback(
    async ({ id, version, moves }: Undo) => {
      const refusalOf = ({ code, current }: Failure) => {
        if (code !== 'conflict') return t(`common:failure.${code}`);
        // What it had replaced on air stands in the way, not the question itself.
        const other = z.safeParse(StaffQuestion, current).data;
        return t(other && other.id !== id ? 'done.restoreRefused' : 'done.undoRefused');
      };
      const result = await send(id, version, withReason(moves, t('done.undoReason')));
      if (result.ok) say({ text: t('done.undone'), durationMs: 3_000 });
      else say({ tone: 'warn', text: refusalOf(result) });
    },
    [send, say, t],
  );

  const takeBack = useCallback(
    async (decision: Decision) => {
      const { undos } = decision;
      kept.current = kept.current.filter((one) => one !== decision);
      const ids = undos.map(({ id }) => id);
      returned.current(ids);
      const [only] = undos;
      if (only && undos.length === 1) return takeBackOne(only);
      const failures: ErrorCode[] = [];
      const { undone, left } = await occupy(ids, () =>
        takeBackMany(undos, t('done.undoReason'), async (questions, move) => {
          const sent = await sendMany(moveMany, questions, move);
          if (sent.failure) failures.push(sent.failure);
          return sent.moved;
        }),
      );
      const [failure] = failures;
      const refusal = failure ? t(`common:failure.${failure}`) : t('many.undoRefused', { count: left });
      if (undone === 0) return say({ tone: 'warn', text: refusal });
      say({ text: t('many.undone', { count: undone }), durationMs: left > 0 ? 10_000 : 3_000 });
      if (left > 0) toast({ tone: 'warn', text: refusal });
    },
    [moveMany, occupy, takeBackOne, say, t],
  );

  const keep = useCallback(
    (undos: readonly Undo[], text: string) => {
      const [first] = undos;
      if (!first) return;
      const decision: Decision = { undos, until: first.until };
      kept.current = [...kept.current.slice(-19), decision];
      say({ text, onUndo: () => void takeBack(decision) });
    },
    [say, takeBack],
  );

  const decide = useCallback(
    async (question: StaffQuestion, move: QuestionMove) => {
      setConflict(null);
      const result = await send(question.id, question.version, stepsOf(question, move));
      if (!result.ok) {
        if (result.code === 'conflict') setConflict({ wanted: move, before: question, by: lastMover(room) });
        else say({ tone: 'warn', text: t(`common:failure.${result.code}`) });
        return result.code === 'conflict';
      }
      const undo = result.question ? undoOf(question, result.question, move, room.clock.now()) : null;
      if (undo) keep([undo], t(`done.${move.type}`));
      return true;
    },
    [room, say, send, keep, t],
  );

  const decideMany = useCallback(
    async (questions: readonly StaffQuestion[], move: ManyMove) => {
      setConflict(null);
      const before = new Map(questions.map((question) => [question.id, question]));
      const { moved, refused, failure } = await occupy([...before.keys()], () => sendMany(moveMany, questions, move));
      const now = room.clock.now();
      const undos = moved.flatMap((after) => {
        const known = before.get(after.id);
        return (known && undoOf(known, after, move, now)) ?? [];
      });
      keep(undos, t(`many.${move.type}`, { count: moved.length }));
      if (refused > 0)
        toast({ tone: 'warn', text: failure ? t(`common:failure.${failure}`) : t('many.refused', { count: refused }) });
    },
    [room, moveMany, occupy, keep, t],
  );

  const run = useCallback(
    (question: StaffQuestion, move: QuestionMove) => {
      const decided = decide(question, move);
      newest.current = decided;
      return decided;
    },
    [decide],
  );
  const runMany = useCallback(
    (questions: readonly StaffQuestion[], move: ManyMove) => {
      const decided = decideMany(questions, move);
      newest.current = decided;
      return decided;
    },
    [decideMany],
  );

  const undo = useCallback(async () => {
    // Fast hands press Z while the server has not answered yet: they mean this one, not the one before.
    await newest.current;
    const usable = usableUndo(kept.current, room.clock.now());
    if (usable) await takeBack(usable);
  }, [room, takeBack]);

  return { busy, conflict, dismissConflict: () => setConflict(null), run, runMany, undo: () => void undo() };
}

/** Who decided on a question last, oneself left out. */
function lastMover(room: ControlRoom): string | null {
  const state = room.store.getState().state;
  return state?.log.find((line) => line.action.startsWith('question.') && line.actor !== state.me.name)?.actor ?? null;
}
