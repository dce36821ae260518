/** Runs a slow task for the latest change: never twice at once, and once more when something changed meanwhile. */
export class Latest {
  private running = false;
  private again = false;

  constructor(private readonly task: () => Promise<void>) {}

  async run(): Promise<void> {
    this.again = true;
    if (this.running) return;
    this.running = true;
    try {
      while (this.again) {
        this.again = false;
        await this.task();
      }
    } finally {
      this.running = false;
    }
  }
}
