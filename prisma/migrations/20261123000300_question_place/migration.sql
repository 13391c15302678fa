-- Where the author of a question is, in their words. Questions that exist say nothing of it.
ALTER TABLE "questions" ADD COLUMN "place" TEXT;
