-- CreateEnum
CREATE TYPE "AssetKind" AS ENUM ('clip', 'still');

-- CreateEnum
CREATE TYPE "AssetState" AS ENUM ('waiting', 'uploading', 'processing', 'ready', 'failed');

-- CreateEnum
CREATE TYPE "ClipEnd" AS ENUM ('hold', 'take', 'black');

-- CreateTable
CREATE TABLE "assets" (
    "id" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "kind" "AssetKind" NOT NULL,
    "title" TEXT NOT NULL,
    "state" "AssetState" NOT NULL DEFAULT 'waiting',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "problem" TEXT,
    "size" BIGINT NOT NULL,
    "facts" JSONB,
    "playOnTake" BOOLEAN NOT NULL DEFAULT true,
    "loop" BOOLEAN NOT NULL DEFAULT false,
    "atEnd" "ClipEnd" NOT NULL DEFAULT 'take',
    "cueMs" INTEGER NOT NULL DEFAULT 0,
    "gainDb" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "muted" BOOLEAN NOT NULL DEFAULT false,
    "playing" BOOLEAN NOT NULL DEFAULT false,
    "positionMs" INTEGER NOT NULL DEFAULT 0,
    "positionAt" TIMESTAMPTZ(3) NOT NULL,
    "serial" INTEGER NOT NULL DEFAULT 0,
    "jump" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "assets_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "assets_broadcastId_createdAt_idx" ON "assets"("broadcastId", "createdAt");

-- AddForeignKey
ALTER TABLE "assets" ADD CONSTRAINT "assets_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
