/** The rooms of the socket namespaces, by what they get. */
export const rooms = {
  /** /audience: everyone who follows a broadcast. */
  audience: (broadcastId: string) => `audience:${broadcastId}`,
  /** /audience: all tabs of one voter in a broadcast. */
  author: (broadcastId: string, voterId: string) => `author:${broadcastId}:${voterId}`,
  /** /control: every control page of a broadcast. */
  control: (broadcastId: string) => `control:${broadcastId}`,
  /** /duplex: the contributor's page. */
  contributor: (contributorId: string) => `contributor:${contributorId}`,
};
