import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { copyRegisteredKernels, registerBackend, setBackend } from '@tensorflow/tfjs-core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { InputError } from '@autoencoders/core';
import type { Loss } from '@autoencoders/core';
import { dense } from '@autoencoders/layers';
import { squaredError } from '@autoencoders/losses';
import { stacked } from '@autoencoders/models';
import { digitsLike, expectNoLeaks } from '@autoencoders/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { plainModel, weightsOf } from '../test/helpers.js';
import { evaluate } from './evaluate.js';
import { fit } from './fit.js';
import { pretrain } from './pretrain.js';

let made: Tensor2D;
const data = (): Tensor2D => made;
beforeAll(async () => {
  copyRegisteredKernels('cpu', 'other');
  registerBackend('other', () => new MathBackendCPU());
  await setBackend('cpu');
  made = digitsLike(40);
});
afterEach(() => setBackend('cpu'));

afterAll(() => made.dispose());

const options = { loss: { squaredError }, batch: 10, epochs: 3, every: 1 };
const judged = { ...options, validation: 0.2, earlyStopping: { patience: 1 } };
const refused = (run: PromiseLike<unknown>, message: string): Promise<void> =>
  expect(Promise.resolve(run)).rejects.toEqual(new InputError(message));
const make = () =>
  stacked({
    input: [64],
    levels: [
      { encoder: dense(16), decoder: dense(64) },
      { encoder: dense(4), decoder: dense(16) },
    ],
    seed: 1,
  });

describe('a model that is in training', () => {
  const busy = (by: string, call: string = 'fit'): string =>
    `${call}: the model, or one that shares its weights, is still in training by ${by}; await that run, or leave its loop first`;

  test('is refused to another fit, also in the loop of the first, which goes on', async () => {
    using model = plainModel();
    using expected = plainModel();
    await expectNoLeaks(async () => {
      for await (const _ of fit(model, data(), options)) await refused(fit(model, data(), { ...options, seed: 1 }), busy('fit'));
    });
    await fit(expected, data(), options);
    expect(weightsOf(model)).toEqual(weightsOf(expected));
  });

  test('is refused to one of two runs that begin at once', async () => {
    using model = plainModel();
    const begun = await expectNoLeaks(() => Promise.allSettled([fit(model, data(), options), fit(model, data(), options)]));
    expect(begun.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((begun[1] as PromiseRejectedResult).reason).toEqual(new InputError(busy('fit')));
  });

  test('is refused through a stack or a level that shares its weights', async () => {
    using stack = make();
    const [level] = stack.levels;
    for await (const _ of fit(stack, data(), options)) {
      await refused(fit(level, data(), options), busy('fit'));
      await refused(pretrain(stack, data(), options), busy('fit', 'pretrain'));
      break;
    }
    for await (const { level: number } of pretrain(stack, data(), options)) {
      await refused(fit(stack, data(), options), busy('pretrain'));
      // The first level is trained, but the second one is still trained on its codes.
      if (number === 2) await refused(fit(level, data(), options), busy('pretrain'));
    }
    await fit(stack, data(), { ...options, seed: 5 });
  });

  test('can be evaluated and used', async () => {
    using model = plainModel();
    for await (const _ of fit(model, data(), options)) {
      await evaluate(model, data(), { loss: { squaredError } });
      model.encode(data()).dispose();
      break;
    }
  });

  test.each<[string, (model: ReturnType<typeof plainModel>) => Promise<unknown>]>([
    [
      'was left by break',
      async (model) => {
        for await (const _ of fit(model, data(), options)) break;
      },
    ],
    [
      'was left by an error',
      async (model) => {
        const loop = async (): Promise<void> => {
          for await (const _ of fit(model, data(), options)) throw new Error('mine');
        };
        await expect(loop()).rejects.toThrow('mine');
      },
    ],
    [
      'failed',
      (model) =>
        expect(
          Promise.resolve(
            fit(model, data(), {
              ...options,
              loss: {
                mine: () => {
                  throw new Error('mine');
                },
              },
            }),
          ),
        ).rejects.toThrow('mine'),
    ],
    ['was never begun', async (model) => void fit(model, data(), options)],
    [
      'was ended by hand',
      async (model) => {
        const run = fit(model, data(), options);
        await run.next();
        await run.return();
      },
    ],
  ])('is free again when its run %s', async (_, run) => {
    using model = plainModel();
    await expectNoLeaks(() => run(model));
    await expectNoLeaks(() => fit(model, data(), { ...options, seed: 1 }));
  });
});

describe.each([
  ['fit', options],
  ['fit with early stopping', judged],
])('during %s', (_, options) => {
  const disposed = 'fit: the model was disposed during training';

  test.each([1, 2, 4, 7])('a model that was disposed at progress %i is the reason', async (last) => {
    await expectNoLeaks(async () => {
      const model = plainModel();
      let count = 0;
      const loop = async (): Promise<void> => {
        for await (const __ of fit(model, data(), options)) if (++count === last) model.dispose();
      };
      await refused(loop(), disposed);
    });
  });

  test('a model may be disposed where its loop is left', async () => {
    await expectNoLeaks(async () => {
      const model = plainModel();
      for await (const { step } of fit(model, data(), options))
        if (step === 2) {
          model.dispose();
          break;
        }
    });
  });

  test('a model that is disposed while a run is awaited is the reason, whenever that is', async () => {
    for (const wait of [0, 1, 3, 10])
      await expectNoLeaks(async () => {
        const model = plainModel();
        const run = refused(
          fit(model, data(), { ...options, epochs: 1000, ...('earlyStopping' in options && { earlyStopping: { patience: 1000 } }) }),
          disposed,
        );
        await new Promise((done) => setTimeout(done, wait));
        model.dispose();
        await run;
      });
  });

  test('data that were disposed are the reason', async () => {
    using model = plainModel();
    const message = 'fit: data was disposed while it was in use; dispose it when the call has ended';
    await expectNoLeaks(async () => {
      const own = digitsLike(40);
      const loop = async (): Promise<void> => {
        for await (const { step } of fit(model, own, options)) if (step === 2) own.dispose();
      };
      await refused(loop(), message);
    });
    await expectNoLeaks(async () => {
      const own = digitsLike(40);
      const run = fit(model, own, options);
      own.dispose();
      await refused(run, message);
    });
  });

  test('validation data and targets, too', async () => {
    using model = plainModel();
    for (const name of ['validation', 'target']) {
      const own = digitsLike(40);
      const loop = async (): Promise<void> => {
        for await (const { step } of fit(model, data(), { ...options, validation: undefined, earlyStopping: undefined, [name]: own }))
          if (step === 2) own.dispose();
      };
      await expectNoLeaks(() => refused(loop(), `fit: ${name} was disposed while it was in use; dispose it when the call has ended`), {
        kept: -1,
      });
    }
  });

  test('a backend that was switched is the reason; one that was switched back is none', async () => {
    using model = plainModel();
    const loop = async (back: boolean): Promise<void> => {
      for await (const { step } of fit(model, data(), options)) {
        if (step !== 2) continue;
        await setBackend('other');
        if (back) await setBackend('cpu');
      }
    };
    await expectNoLeaks(() =>
      refused(loop(false), 'fit: the backend was switched from cpu to other during training; switch it back before the next step'),
    );
    await setBackend('cpu');
    await expectNoLeaks(() => loop(true));
  });
});

test('evaluate says that the model was disposed, before and in its midst', async () => {
  await expectNoLeaks(async () => {
    const model = plainModel();
    let calls = 0;
    const spy: Loss = (pass) => {
      if (++calls === 2) queueMicrotask(() => model.dispose());
      return squaredError(pass);
    };
    await refused(evaluate(model, data(), { loss: { spy }, batch: 10 }), 'evaluate: the model was disposed');
    await refused(evaluate(model, data(), { loss: { spy } }), 'evaluate: the model was disposed');
    expect(() => model.encode(data())).toThrow('encode: the model was disposed');
    expect(() => fit(model, data(), options)).toThrow('fit: the model was disposed');
  });
});
