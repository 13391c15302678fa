-- A contributor is heard with their picture, as all were until now, or under everything but black.
CREATE TYPE "ChannelMode" AS ENUM ('follow', 'open');
ALTER TABLE "contributors" ADD COLUMN     "mode" "ChannelMode" NOT NULL DEFAULT 'follow';
-- Whether the people go down while a clip is heard.
ALTER TABLE "assets" ADD COLUMN     "duck" BOOLEAN NOT NULL DEFAULT true;
