-- What the sound desk does to each contributor's channel before its fader. Channels that exist get the defaults: nothing
-- but the automatic trim.
CREATE TYPE "GatePreset" AS ENUM ('off', 'soft', 'hard');
CREATE TYPE "CompressorPreset" AS ENUM ('off', 'voice', 'strong');
ALTER TABLE "contributors" ADD COLUMN     "delayMs" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "gate" "GatePreset" NOT NULL DEFAULT 'off',
ADD COLUMN     "compressor" "CompressorPreset" NOT NULL DEFAULT 'off',
ADD COLUMN     "trim" BOOLEAN NOT NULL DEFAULT true;
-- Another number begins the integrated loudness of the programme anew.
ALTER TABLE "broadcasts" ADD COLUMN     "loudnessRun" INTEGER NOT NULL DEFAULT 0;
