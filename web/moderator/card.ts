/** What a question's card is given by the desk. */
import type { QuestionClaim, QuestionMove, StaffQuestion, StaffRole } from '@antenne/server/contract';

/** What the desk does with the card that is chosen. */
export type CardMode = 'browse' | 'rejecting' | 'editing' | 'merging' | 'reopening';

export type CardHands = {
  role: StaffRole;
  onSelect: (id: string) => void;
  onMove: (question: StaffQuestion, move: QuestionMove) => void;
  onMode: (id: string, mode: CardMode) => void;
  onMark: (id: string) => void;
  onClaim: (question: StaffQuestion) => void;
  /** What a question can be merged into; null: it could not be found out. */
  onFind: (question: StaffQuestion, search: string) => Promise<readonly StaffQuestion[] | null>;
  /** Owner only: forget its author. */
  onPurge: ((question: StaffQuestion) => void) | null;
  /** Looks at where its votes came from; null: not this role's business. */
  onVotes: ((question: StaffQuestion) => void) | null;
};

/** What others do with a question, and what is done with it together with others. */
export type CardCompany = {
  /** Somebody works on it. */
  claim: QuestionClaim | null;
  claimIsMine: boolean;
  /** Other people who have chosen it. */
  lookers: readonly { id: string; name: string }[];
  marked: boolean;
  /** Many votes came from one address, and nobody has judged them yet. */
  burst: boolean;
  /** Those that it speaks for, as far as they are here. */
  merged: readonly StaffQuestion[];
  /** While it is merged: the one that speaks for it. */
  speaker: StaffQuestion | null;
};
