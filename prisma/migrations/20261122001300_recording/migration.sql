-- Broadcasts that exist are recorded from their next start on, like new ones.
ALTER TABLE "broadcasts" ADD COLUMN     "recordOn" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "recordIsos" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "recordBestLayer" BOOLEAN NOT NULL DEFAULT true;
