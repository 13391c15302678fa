import {
  type CommandOutput,
  type deskCommands,
  type ErrorCode,
  MOST_MOVED,
  type QuestionMove,
  type Reply,
  type StaffQuestion,
} from '@antenne/server/contract';

export type Versioned = Pick<StaffQuestion, 'id' | 'version'>;

/** What became of one move of many questions. */
export type ManySent = {
  moved: StaffQuestion[];
  /** How many stay as they are. */
  refused: number;
  /** Why the server made none of a part of them, other than that they have changed; null: it did not refuse so. */
  failure: ErrorCode | null;
};

/** One message: `question:moveMany`. */
export type MoveMany = (
  questions: Versioned[],
  move: QuestionMove,
) => Promise<Reply<CommandOutput<typeof deskCommands, 'question:moveMany'>>>;

/** What one question of several is refused for: the others may still go. */
const ITS_OWN: readonly ErrorCode[] = ['conflict', 'invalidState', 'notFound'];

/**
 * Makes the same move with all of these, in as few messages as the server takes. Merges, which it makes all or none, are made one
 * by one when one of them stands in the way.
 */
export async function sendMany(
  moveMany: MoveMany,
  questions: readonly Versioned[],
  move: QuestionMove,
): Promise<ManySent> {
  const sent: ManySent = { moved: [], refused: 0, failure: null };
  const add = ({ moved, refused, failure }: ManySent) => {
    sent.moved.push(...moved);
    sent.refused += refused;
    sent.failure ??= failure;
  };
  for (let at = 0; at < questions.length; at += MOST_MOVED) {
    const part = questions.slice(at, at + MOST_MOVED).map(({ id, version }) => ({ id, version }));
    const reply = await moveMany(part, move);
    if (reply.ok) {
      add({ moved: reply.data.moved, refused: reply.data.refused.length, failure: null });
      continue;
    }
    const itsOwn = ITS_OWN.includes(reply.error.code);
    if (itsOwn && part.length > 1) for (const one of part) add(await sendMany(moveMany, [one], move));
    else add({ moved: [], refused: part.length, failure: itsOwn ? null : reply.error.code });
  }
  return sent;
}
