import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `mpirun` gives rank 0 its standard input. This gives the same lines to all ranks, so that those who wait for the next line use no processor. */
const script = (folder: string): string => `#!/bin/sh
pipe="${folder}/$PMIX_NAMESPACE"
if [ "$OMPI_COMM_WORLD_RANK" != 0 ]; then
  mkfifo "$pipe.$OMPI_COMM_WORLD_RANK" 2>/dev/null
  exec "$@" <"$pipe.$OMPI_COMM_WORLD_RANK"
fi
pipes=''
for rank in $(seq 1 $((OMPI_COMM_WORLD_SIZE - 1))); do
  mkfifo "$pipe.$rank" 2>/dev/null
  pipes="$pipes $pipe.$rank"
done
tee $pipes | "$@"
`;

/** The command that starts a program on so many ranks, which all read the standard input, with more options of `mpirun`. */
export function mpirun(ranks: number, folder: string, options: readonly string[] = []): readonly string[] {
  const file = join(folder, 'ranks.sh');
  writeFileSync(file, script(folder));
  chmodSync(file, 0o755);
  return ['mpirun.openmpi', '--allow-run-as-root', '--bind-to', 'none', ...options, '-n', String(ranks), file];
}
