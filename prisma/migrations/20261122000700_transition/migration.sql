-- AlterTable
ALTER TABLE "buses" ADD COLUMN     "transition" JSONB NOT NULL DEFAULT '{"type":"cut"}';
