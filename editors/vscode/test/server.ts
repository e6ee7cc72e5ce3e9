/** A server that has an answer to each command, and remembers what it was asked. */

import type { Service } from "../src/service";

export type Asked = [command: string, ...given: unknown[]];

export class Server {
  readonly asked: Asked[] = [];

  constructor(private readonly answers: Readonly<Record<string, (given: never) => unknown>>) {}

  get service(): Service {
    return this as unknown as Service;
  }

  async execute(...said: Asked): Promise<unknown> {
    this.asked.push(said);
    const [command, given] = said;
    const answer = this.answers[command];
    if (!answer) {
      throw new Error(`There is no command ${command}.`);
    }
    return Promise.resolve(answer(given as never));
  }
}
