-- Why a question waits for a moderator's eye, by which words, and an answer in writing.
ALTER TABLE "questions" ADD COLUMN "heldFor" JSONB;
ALTER TABLE "questions" ADD COLUMN "writtenAnswer" TEXT;
ALTER TABLE "broadcasts" ADD COLUMN "wordFilter" JSONB NOT NULL DEFAULT '{"blocked":[],"allowed":[]}';
