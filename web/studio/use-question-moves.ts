import type { QuestionMove, StaffQuestion } from '@antenne/server/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ControlRoom } from '../realtime/index.ts';
import type { StudioCommands } from './use-commands.ts';

/**
 * Moves questions on and off the air. `busy`: those whose move is on its way, by id.
 * @param say Shows a line to the producer.
 */
export function useQuestionMoves(
  room: ControlRoom,
  { tell, say }: { tell: StudioCommands['tell']; say: (text: string) => void },
): { busy: ReadonlySet<string>; move: (question: StaffQuestion, what: QuestionMove) => Promise<void> } {
  const { t } = useTranslation('studio');
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const move = async (question: StaffQuestion, what: QuestionMove) => {
    const { id, version } = question;
    setBusy((known) => new Set(known).add(id));
    const reply = await room.call('question:move', { slug: room.slug, id, version, move: what });
    setBusy((known) => new Set([...known].filter((other) => other !== id)));
    if (reply.ok) return;
    if (reply.error.code !== 'conflict') return void tell(Promise.resolve(reply));
    const current = room.store.getState().state?.questions.find((one) => one.id === id);
    if (!current) return say(t('questions.gone'));
    // It is as it was: then what stood in the way is another one, on the screen since a moment ago.
    if (current.version === version) return say(t('questions.otherOnAir'));
    say(t('questions.conflict', { state: t(`questions.state.${current.state}`) }));
  };
  return { busy, move };
}
