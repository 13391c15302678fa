import { CLAIM_RENEWAL_MS, type ControlSnapshot, QuestionClaim, type StaffQuestion } from '@antenne/server/contract';
import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import type { ControlRoom } from '../realtime/index.ts';

export type Claims = {
  /** Who works on a question now. */
  of: (questionId: string) => QuestionClaim | null;
  /**
   * Takes it up, and goes on saying so until it is decided, let go, or the page leaves.
   * @returns whoever was faster.
   */
  take: (question: StaffQuestion) => Promise<QuestionClaim | null>;
  /** Lets one's own go; takes up any other. */
  toggle: (question: StaffQuestion) => Promise<QuestionClaim | null>;
};

/** Claims as everybody has them, with one's own renewed while it lasts. */
export function useClaims(room: ControlRoom, { me, claims, questions }: ControlSnapshot, now: number): Claims {
  const [mine, setMine] = useState<Pick<StaffQuestion, 'id' | 'state'> | null>(null);
  const standing = new Map(
    claims.filter(({ until }) => Date.parse(until) > now).map((claim) => [claim.questionId, claim]),
  );

  const say = useCallback(
    async (id: string, on: boolean): Promise<QuestionClaim | null> => {
      const reply = await room.call('question:claim', { slug: room.slug, id, on });
      if (reply.ok) return null;
      if (on) setMine((known) => (known?.id === id ? null : known));
      return z.safeParse(QuestionClaim, reply.error.current).data ?? null;
    },
    [room],
  );

  const myId = mine?.id ?? null;
  // Decided, by whomever: the server has let go of it.
  const settled = mine !== null && questions.find(({ id }) => id === mine.id)?.state !== mine.state;
  useEffect(() => {
    if (myId === null) return;
    if (settled) {
      setMine(null);
      return;
    }
    const renewal = setInterval(() => void say(myId, true), CLAIM_RENEWAL_MS);
    return () => clearInterval(renewal);
  }, [myId, settled, say]);

  const take = async ({ id, state }: StaffQuestion) => {
    setMine({ id, state });
    return say(id, true);
  };
  return {
    of: (questionId) => standing.get(questionId) ?? null,
    take,
    toggle: async (question) => {
      if (standing.get(question.id)?.by !== me.id) return take(question);
      setMine(null);
      return say(question.id, false);
    },
  };
}
