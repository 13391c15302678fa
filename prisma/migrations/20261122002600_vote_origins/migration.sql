-- Where a vote came from, as a keyed hash of its network address, null for votes from before.
ALTER TABLE "votes" ADD COLUMN "origin" TEXT;

-- CreateIndex
CREATE INDEX "votes_questionId_origin_idx" ON "votes"("questionId", "origin");

-- Votes that were taken out of the count, as they were, so that they can be given back.
CREATE TABLE "voided_votes" (
    "questionId" UUID NOT NULL,
    "voterId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "origin" TEXT NOT NULL,

    CONSTRAINT "voided_votes_pkey" PRIMARY KEY ("questionId","voterId")
);

-- AddForeignKey
ALTER TABLE "voided_votes" ADD CONSTRAINT "voided_votes_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "questions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
