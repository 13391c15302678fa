-- What the sound desk does to a clip's channel before its fader. Clips that exist are left as they were made.
ALTER TABLE "assets" ADD COLUMN "delayMs" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "gate" "GatePreset" NOT NULL DEFAULT 'off',
ADD COLUMN "compressor" "CompressorPreset" NOT NULL DEFAULT 'off',
ADD COLUMN "trim" BOOLEAN NOT NULL DEFAULT false;
