import type { Continent } from './continents.ts';

/** Longitude and latitude, degrees, one after the other. */
type Outline = readonly number[];

/** Our own drawing: each continent by some corners, and its larger islands. Good for 600 pixels and not for finding one's way. */
const CORNERS: Record<Continent, readonly Outline[]> = {
  northAmerica: [
    // biome-ignore format: pairs read best as a line that goes around
    [-168,66,-156,71,-128,70,-110,68,-95,72,-82,70,-81,66,-94,59,-82,55,-79,52,-78,58,-77,62,-70,61,-65,59,-56,52,-65,49,-60,46,-70,43,-74,40,-76,35,-81,31,-80,26,-83,29,-90,30,-97,28,-97,22,-91,19,-87,21,-88,16,-83,15,-83,10,-79,9,-82,8,-87,13,-95,16,-105,20,-110,25,-114,31,-117,33,-124,40,-124,48,-132,55,-140,60,-150,60,-158,57,-162,60,-165,62],
    // biome-ignore format: as above
    [-60,76,-55,70,-50,62,-43,60,-30,68,-21,71,-20,77,-40,79],
    // biome-ignore format: as above
    [-84,22,-75,20,-69,19,-74,18,-78,20],
  ],
  southAmerica: [
    // biome-ignore format: as above
    [-77,8,-72,12,-62,10,-52,5,-50,0,-35,-6,-39,-15,-41,-22,-48,-27,-54,-34,-58,-38,-65,-42,-67,-50,-69,-54,-75,-50,-73,-40,-71,-30,-70,-18,-76,-14,-81,-5,-80,1],
  ],
  europe: [
    // biome-ignore format: as above
    [-9,37,-9,43,-2,44,-5,48,2,51,8,54,8,57,11,56,11,54,20,55,24,59,29,60,22,61,25,65,18,62,17,57,13,56,5,59,5,62,14,68,25,71,40,67,44,68,59,69,65,68,59,60,59,52,49,47,46,43,40,44,37,46,33,46,28,43,26,41,23,36,19,42,13,45,18,40,16,38,12,42,8,44,3,43,0,40,-2,37],
    // biome-ignore format: as above
    [-5,50,1,51,0,54,-3,58,-6,57,-3,54],
    // biome-ignore format: as above
    [-24,65,-15,66,-14,64,-19,63],
  ],
  africa: [
    // biome-ignore format: as above
    [-17,21,-13,28,-6,35,10,37,11,33,20,31,25,32,32,31,37,21,43,12,51,12,48,5,41,-2,39,-8,40,-15,35,-20,35,-25,28,-33,19,-34,15,-27,12,-17,13,-8,9,-1,9,4,4,6,-8,4,-13,9,-17,14],
    // biome-ignore format: as above
    [49,-12,50,-16,47,-25,44,-22,44,-17],
  ],
  asia: [
    // biome-ignore format: as above
    [67,68,73,73,80,73,104,77,113,74,140,72,160,70,178,69,178,65,163,60,162,56,156,51,156,57,142,59,135,55,141,52,135,44,128,40,129,35,126,37,122,39,119,38,122,31,119,25,110,21,106,20,109,13,105,9,100,13,103,2,98,9,97,17,91,22,87,21,80,15,80,10,77,8,73,17,70,22,62,25,57,27,50,30,48,30,51,25,56,24,59,22,55,17,45,13,43,13,39,21,35,28,35,33,36,36,30,36,27,37,27,40,35,42,41,41,48,42,51,47,61,52,61,60],
    // biome-ignore format: as above
    [131,32,136,34,140,36,142,40,145,44,141,45,140,40,136,37,131,34],
    [95, 5, 104, -3, 105, -6, 100, -2],
    [109, 1, 117, 6, 118, 1, 115, -4, 110, -2],
    [105, -7, 114, -8, 113, -7],
    [120, 18, 122, 18, 126, 7, 122, 10],
    [80, 9, 82, 7, 80, 6],
  ],
  oceania: [
    // biome-ignore format: as above
    [114,-22,122,-17,129,-15,136,-12,136,-16,140,-18,142,-11,146,-19,153,-27,150,-37,141,-38,136,-35,131,-31,118,-35,115,-33],
    [173, -35, 178, -38, 174, -41, 167, -46, 171, -43],
    [131, -1, 141, -3, 148, -6, 150, -10, 143, -8, 138, -8, 133, -4],
  ],
};

export const MAP = { width: 356, height: 150 };

/** Latitudes are drawn a little longer than longitudes: it looks more like the maps that people know. */
function pathOf(outline: Outline): string {
  const points: string[] = [];
  for (let index = 0; index + 1 < outline.length; index += 2) {
    points.push(`${(outline[index] ?? 0) + 172} ${Math.round((80 - (outline[index + 1] ?? 0)) * 11) / 10}`);
  }
  return `M${points.join('L')}Z`;
}

/** A path for each continent, in a box of `MAP`. */
export const OUTLINES = Object.fromEntries(
  Object.entries(CORNERS).map(([continent, outlines]) => [continent, outlines.map(pathOf).join('')]),
) as Record<Continent, string>;
