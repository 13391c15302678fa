-- The audience: questions, idempotent by (voterId, key), and one vote per voter and question.

-- CreateEnum
CREATE TYPE "QuestionState" AS ENUM ('held', 'pending', 'approved', 'rejected', 'queued', 'onAir', 'answered', 'withdrawn', 'archived');

-- CreateEnum
CREATE TYPE "RejectionReason" AS ENUM ('offTopic', 'duplicate', 'unclear', 'disrespectful', 'personalData');

-- CreateTable
CREATE TABLE "questions" (
    "id" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "themeId" UUID NOT NULL,
    "voterId" UUID NOT NULL,
    "key" UUID NOT NULL,
    "original" TEXT NOT NULL,
    "edited" TEXT,
    "author" TEXT,
    "state" "QuestionState" NOT NULL DEFAULT 'pending',
    "rejectionReason" "RejectionReason",
    "rejectionNote" TEXT,
    "votes" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "submittedAt" TIMESTAMPTZ(3) NOT NULL,
    "onAirAt" TIMESTAMPTZ(3),
    "answeredAt" TIMESTAMPTZ(3),

    CONSTRAINT "questions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "votes" (
    "questionId" UUID NOT NULL,
    "voterId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "votes_pkey" PRIMARY KEY ("questionId","voterId")
);

-- CreateIndex
CREATE INDEX "questions_broadcastId_state_idx" ON "questions"("broadcastId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "questions_voterId_key_key" ON "questions"("voterId", "key");

-- CreateIndex
CREATE INDEX "votes_voterId_idx" ON "votes"("voterId");

-- AddForeignKey
ALTER TABLE "questions" ADD CONSTRAINT "questions_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "questions" ADD CONSTRAINT "questions_themeId_fkey" FOREIGN KEY ("themeId") REFERENCES "themes"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "votes" ADD CONSTRAINT "votes_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "questions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
