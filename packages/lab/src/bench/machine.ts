import { cpus, totalmem } from "node:os";

/** The machine of the measurement. */
export interface Machine {
  cores: number;
  memoryMebibytes: number;
  cpu: string;
}

export const thisMachine = (): Machine => {
  const [first, ...others] = cpus();
  return {
    cores: others.length + 1,
    memoryMebibytes: Math.round(totalmem() / 2 ** 20),
    cpu: first?.model.trim() ?? "unknown",
  };
};

export const describeMachine = ({ cores, memoryMebibytes, cpu }: Machine): string =>
  `${cores} ${cores === 1 ? "core" : "cores"} (${cpu}), ${(memoryMebibytes / 1024).toFixed(0)} GiB of memory`;
