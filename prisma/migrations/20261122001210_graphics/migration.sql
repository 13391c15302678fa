-- AlterTable
ALTER TABLE "buses" ADD COLUMN     "graphics" JSONB;
