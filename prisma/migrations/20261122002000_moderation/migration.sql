-- Questions that were merged into another, who works on which question, and whether a broadcast moderates before it
-- publishes. Questions that were there before are merged into nothing, and broadcasts go on moderating first.
ALTER TYPE "QuestionState" ADD VALUE 'merged' AFTER 'answered';

CREATE TYPE "QuestionPolicy" AS ENUM ('moderateFirst', 'publishFirst');

ALTER TABLE "broadcasts" ADD COLUMN "questionPolicy" "QuestionPolicy" NOT NULL DEFAULT 'moderateFirst';

ALTER TABLE "questions" ADD COLUMN "mergedIntoId" UUID;
ALTER TABLE "questions" ADD COLUMN "mergedFrom" "QuestionState";
ALTER TABLE "questions" ADD COLUMN "mergedCount" INTEGER NOT NULL DEFAULT 0;

CREATE INDEX "questions_mergedIntoId_idx" ON "questions"("mergedIntoId");

ALTER TABLE "questions" ADD CONSTRAINT "questions_mergedIntoId_fkey" FOREIGN KEY ("mergedIntoId") REFERENCES "questions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "question_claims" (
    "questionId" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "sessionId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "question_claims_pkey" PRIMARY KEY ("questionId")
);

-- Who takes up a question lets go of the one before.
CREATE UNIQUE INDEX "question_claims_broadcastId_sessionId_key" ON "question_claims"("broadcastId", "sessionId");

ALTER TABLE "question_claims" ADD CONSTRAINT "question_claims_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "questions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "question_claims" ADD CONSTRAINT "question_claims_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
