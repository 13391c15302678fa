-- The shows: broadcasts with their themes, contributors, rundown, run, as-run and buses.

-- CreateEnum
CREATE TYPE "BroadcastState" AS ENUM ('scheduled', 'live', 'ended');

-- CreateEnum
CREATE TYPE "ThemeWindow" AS ENUM ('hidden', 'preOpen', 'open', 'voteOnly', 'closed');

-- CreateEnum
CREATE TYPE "ItemType" AS ENUM ('segment', 'duplex', 'clip', 'questions', 'break', 'milestone');

-- CreateEnum
CREATE TYPE "StartMode" AS ENUM ('soft', 'hard');

-- CreateEnum
CREATE TYPE "EndAction" AS ENUM ('next', 'hold');

-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('idle', 'rehearsal', 'live', 'ended');

-- CreateTable
CREATE TABLE "broadcasts" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "summary" JSONB,
    "accent" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "state" "BroadcastState" NOT NULL DEFAULT 'scheduled',
    "plannedStart" TIMESTAMPTZ(3) NOT NULL,
    "plannedEnd" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "seq" INTEGER NOT NULL DEFAULT 0,
    "rundownVersion" INTEGER NOT NULL DEFAULT 1,
    "mediaRev" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "broadcasts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "themes" (
    "id" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "title" JSONB NOT NULL,
    "window" "ThemeWindow",
    "preOpensAt" TIMESTAMPTZ(3),
    "opensAt" TIMESTAMPTZ(3),
    "votesOnlyAt" TIMESTAMPTZ(3),
    "closesAt" TIMESTAMPTZ(3),

    CONSTRAINT "themes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contributors" (
    "id" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT,
    "place" TEXT NOT NULL,
    "continent" TEXT,
    "zone" TEXT NOT NULL,
    "simulated" INTEGER,
    "here" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "contributors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rundown_items" (
    "id" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "group" TEXT,
    "type" "ItemType" NOT NULL,
    "title" JSONB NOT NULL,
    "description" JSONB,
    "themeId" UUID,
    "contributorId" UUID,
    "place" TEXT,
    "continent" TEXT,
    "zone" TEXT,
    "startMode" "StartMode" NOT NULL DEFAULT 'soft',
    "hardStart" TIMESTAMPTZ(3),
    "plannedDurationMs" INTEGER NOT NULL,
    "endAction" "EndAction" NOT NULL DEFAULT 'hold',
    "warnMs" INTEGER NOT NULL DEFAULT 60000,
    "dangerMs" INTEGER NOT NULL DEFAULT 15000,
    "skip" BOOLEAN NOT NULL DEFAULT false,
    "public" BOOLEAN NOT NULL DEFAULT true,
    "notes" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "rundown_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "runs" (
    "broadcastId" UUID NOT NULL,
    "state" "RunState" NOT NULL DEFAULT 'idle',
    "currentItemId" UUID,
    "currentStartedAt" TIMESTAMPTZ(3),

    CONSTRAINT "runs_pkey" PRIMARY KEY ("broadcastId")
);

-- CreateTable
CREATE TABLE "as_run" (
    "id" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "as_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "buses" (
    "broadcastId" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "preview" JSONB,
    "program" JSONB NOT NULL,

    CONSTRAINT "buses_pkey" PRIMARY KEY ("broadcastId")
);

-- CreateIndex
CREATE UNIQUE INDEX "broadcasts_slug_key" ON "broadcasts"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "themes_broadcastId_rank_key" ON "themes"("broadcastId", "rank");

-- CreateIndex
CREATE UNIQUE INDEX "contributors_broadcastId_number_key" ON "contributors"("broadcastId", "number");

-- CreateIndex
CREATE INDEX "rundown_items_broadcastId_rank_idx" ON "rundown_items"("broadcastId", "rank");

-- CreateIndex
CREATE INDEX "as_run_broadcastId_startedAt_idx" ON "as_run"("broadcastId", "startedAt");

-- AddForeignKey
ALTER TABLE "themes" ADD CONSTRAINT "themes_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contributors" ADD CONSTRAINT "contributors_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rundown_items" ADD CONSTRAINT "rundown_items_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rundown_items" ADD CONSTRAINT "rundown_items_themeId_fkey" FOREIGN KEY ("themeId") REFERENCES "themes"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rundown_items" ADD CONSTRAINT "rundown_items_contributorId_fkey" FOREIGN KEY ("contributorId") REFERENCES "contributors"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "as_run" ADD CONSTRAINT "as_run_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "as_run" ADD CONSTRAINT "as_run_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "rundown_items"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "buses" ADD CONSTRAINT "buses_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
