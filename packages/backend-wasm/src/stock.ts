// The one place that runs tfjs's backend. `quiet.js` comes first.
import { endQuiet } from './quiet.js';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

endQuiet();

export { setThreadsCount, setWasmPaths };
