-- Who did what, and the numbered events that pages catch up from. Written in the transaction of the change.

-- CreateEnum
CREATE TYPE "EventScope" AS ENUM ('audience', 'control', 'author');

-- CreateTable
CREATE TABLE "audit_lines" (
    "id" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "actorId" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT,
    "subjectId" UUID,

    CONSTRAINT "audit_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outgoing_events" (
    "broadcastId" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "scope" "EventScope" NOT NULL,
    "voterId" UUID,
    "payload" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "outgoing_events_pkey" PRIMARY KEY ("broadcastId","seq")
);

-- CreateIndex
CREATE INDEX "audit_lines_broadcastId_at_idx" ON "audit_lines"("broadcastId", "at");

-- AddForeignKey
ALTER TABLE "audit_lines" ADD CONSTRAINT "audit_lines_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outgoing_events" ADD CONSTRAINT "outgoing_events_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
