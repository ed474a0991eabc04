'use strict';

/*
 * Messages between the processes of a local group. A message is a header of four 32-bit numbers (what is asked, the rank of the sender or of the
 * source, how many bytes, how many microseconds the receiver waited for the last rank), then the numbers.
 */

const HEADER = 16;

function send(socket, kind, from, bytes, waited = 0) {
  const header = Buffer.alloc(HEADER);
  [kind, from, bytes.length, waited].forEach((word, i) => header.writeUInt32LE(word, 4 * i));
  socket.write(header);
  if (bytes.length > 0) socket.write(bytes);
}

/** Calls `take` for each whole message that comes in. */
function receive(socket, take) {
  let parts = [];
  let held = 0;
  socket.on('data', (part) => {
    parts.push(part);
    held += part.length;
    for (;;) {
      if (held < HEADER) return;
      if (parts[0].length < HEADER) parts = [Buffer.concat(parts)];
      const length = parts[0].readUInt32LE(8);
      if (held < HEADER + length) return;
      const all = parts.length > 1 ? Buffer.concat(parts) : parts[0];
      parts = [all.subarray(HEADER + length)];
      held -= HEADER + length;
      take({
        kind: all.readUInt32LE(0),
        from: all.readUInt32LE(4),
        waited: all.readUInt32LE(12),
        at: performance.now(),
        bytes: all.subarray(HEADER, HEADER + length),
      });
    }
  });
}

module.exports = { send, receive };
