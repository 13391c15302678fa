-- Captions, the people who write them, and the languages that they write in.
ALTER TYPE "Role" ADD VALUE 'captioner' BEFORE 'contributor';

ALTER TABLE "broadcasts" ADD COLUMN "captionLanguages" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "broadcasts" ADD COLUMN "captionRev" INTEGER NOT NULL DEFAULT 0;

CREATE TABLE "captions" (
    "id" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "start" TIMESTAMPTZ(3) NOT NULL,
    "end" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "rev" INTEGER NOT NULL,

    CONSTRAINT "captions_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "captions_broadcastId_rev_key" ON "captions"("broadcastId", "rev");

ALTER TABLE "captions" ADD CONSTRAINT "captions_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
