const NEARLY = 1;

/** Tells when the turn has come near: one person ahead, or nobody. Who is away is left in peace. */
export class Nearly {
  #ahead = Number.NaN;
  #tell;

  /** @param {() => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /**
   * @param {{ahead?: string, absent?: string}} place the data of `#region-place`
   */
  follow({ ahead, absent }) {
    const before = this.#ahead;
    this.#ahead = absent === undefined ? Number(ahead ?? Number.NaN) : Number.NaN;
    if (before > NEARLY && this.#ahead <= NEARLY) this.#tell();
  }
}
