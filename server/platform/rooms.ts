/** The rooms of the socket namespaces, by what they get. */
export const rooms = {
  /** /control: every control page of a broadcast. */
  control: (broadcastId: string) => `control:${broadcastId}`,
  /** /control: those of them that get the questions. */
  editorial: (broadcastId: string) => `editorial:${broadcastId}`,
  /** /duplex: the contributor's page. */
  contributor: (contributorId: string) => `contributor:${contributorId}`,
};
