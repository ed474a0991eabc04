import { mkdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { cli, temporaryFolder, writeImages } from '../test/helpers.js';

const at = temporaryFolder();
beforeAll(() => {
  mkdirSync(at('data'));
  writeImages(at('data'), { shape: [4, 4], labels: Array.from({ length: 48 }, (_, i) => i % 3), test: [0, 1, 2, 0, 1, 2] });
});

const common = ['--data', at('data'), '--backend', 'cpu', '--epochs', '2'];
const accumulating = ['--batch', '4', '--accumulation-steps', '4', '--average-every', '3'];

/** Runs a command, and gives the figures of its run. */
async function figuresOf(command: readonly string[], out: string): Promise<any> {
  const { code, err } = await cli(...command, '--out', at(out));
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return JSON.parse(readFileSync(at(out, 'figures.json'), 'utf8'));
}

const train = (...more: string[]) => ['train', 'undercomplete', ...common, ...more];

it('train accumulates gradients: batches of 4 by four are like batches of 16', async () => {
  const whole = await figuresOf(train('--batch', '16'), 'whole');
  const parts = await figuresOf(train(...accumulating), 'parts');
  expect(parts.history.map(({ steps }: { steps: number }) => steps)).toEqual([3, 3]);
  expect(parts.training).toMatchObject({ batch: 4, accumulationSteps: 4, averageEvery: 3 });
  expect(whole.training).not.toHaveProperty('accumulationSteps');
  for (const [i, { loss }] of parts.history.entries()) expect(loss / whole.history[i].loss).toBeCloseTo(1, 5);
  const report = readFileSync(at('parts', 'report.html'), 'utf8');
  expect(report).toContain('4 batches');
  expect(report).toContain('3 steps');
});

it('resume goes on with the same options', async () => {
  const before = process.listenerCount('SIGTERM');
  const timer = setInterval(
    () => process.listenerCount('SIGTERM') > before && (clearInterval(timer), setTimeout(() => process.emit('SIGTERM', 'SIGTERM'), 300)),
    20,
  );
  expect((await cli(...train(...accumulating), '--epochs', '100000', '--out', at('left'))).code).toBe(143);
  const figures = () => JSON.parse(readFileSync(at('left', 'figures.json'), 'utf8'));
  const epochs = String(figures().history.length + 1);
  expect((await cli('resume', at('left'), '--epochs', epochs)).code).toBe(0);
  const whole = await figuresOf([...train(...accumulating), '--epochs', epochs], 'never-left');
  const losses = ({ history }: { history: readonly { loss: number }[] }): number[] => history.map(({ loss }) => loss);
  expect(losses(figures())).toEqual(losses(whole));
  expect(figures().training).toMatchObject({ accumulationSteps: 4, averageEvery: 3 });
});

it('so do pretrain and finetune', async () => {
  const stack = await figuresOf(['pretrain', ...common, ...accumulating, '--units', '8,4', '--joint', '1'], 'stack');
  expect(stack.training).toMatchObject({ accumulationSteps: 4, averageEvery: 3 });
  expect(stack.history.map(({ steps }: { steps: number }) => steps)).toEqual([3, 3, 3, 3, 3]);
  const tuned = await figuresOf(['finetune', at('stack'), ...accumulating, '--epochs', '1', '--no-random'], 'tuned');
  expect(tuned.training).toMatchObject({ accumulationSteps: 4, averageEvery: 3 });
  expect(tuned.runs[0].history[0].steps).toBe(3);
});

it.each(['--accumulation-steps', '--average-every'])('%s must be a whole number of 1 or more', async (option) => {
  const { code, err } = await cli(...train(option, '0'));
  expect(code).not.toBe(0);
  expect(err).toContain('It must be a whole number of 1 or more.');
});
