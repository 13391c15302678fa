-- AlterTable
ALTER TABLE "buses" ADD COLUMN     "previewGraphics" JSONB;

-- CreateTable
CREATE TABLE "saved_scenes" (
    "id" UUID NOT NULL,
    "broadcastId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "source" JSONB NOT NULL,
    "graphics" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_scenes_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "rundown_items" ADD COLUMN     "sceneId" UUID;

-- CreateIndex
CREATE INDEX "saved_scenes_broadcastId_createdAt_idx" ON "saved_scenes"("broadcastId", "createdAt");

-- AddForeignKey
ALTER TABLE "saved_scenes" ADD CONSTRAINT "saved_scenes_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "broadcasts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rundown_items" ADD CONSTRAINT "rundown_items_sceneId_fkey" FOREIGN KEY ("sceneId") REFERENCES "saved_scenes"("id") ON DELETE SET NULL ON UPDATE CASCADE;
