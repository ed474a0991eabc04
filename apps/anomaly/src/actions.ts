import { fixedThreshold, quantileThreshold } from '@autoencoders/anomaly';
import type { Threshold } from '@autoencoders/anomaly';
import type { GuideStep } from '@autoencoders/app-kit/page-parts';
import { messageOf } from '@autoencoders/app-kit/parts';
import { alarmsOf } from './alarms.js';
import { startClient } from './client.js';
import type { Client } from './client.js';
import { fileActions } from './file-actions.js';
import type { Findings, Settings } from './findings.js';
import { sampleFiles } from './samples/index.js';
import type { Sample } from './samples/index.js';
import { shippedOpener } from './shipped-opener.js';
import { nothingFound } from './state.js';
import type { PageEvent, PageState } from './state.js';
import { short } from './text.js';

/** How many of the oddest rows are listed. */
const LISTED = 20;

/** What a reader can do. Errors become the alert of the page. */
export interface Actions {
  readonly train: () => Promise<void>;
  readonly cancel: () => void;
  /** Does a step of the guide: takes its data, and trains. */
  readonly doStep: (step: Pick<GuideStep<Settings, Sample>, 'settings' | 'source'>) => Promise<void>;
  readonly useSample: (sample: Sample) => void;
  /** Shows what the detector that comes with the page finds in the sample, if nothing else is shown or done. */
  readonly showShipped: () => Promise<void>;
  readonly useFile: (part: 'learn' | 'look', file: File) => void;
  readonly chooseThreshold: (value: number) => void;
  readonly chooseRate: (alarmRate: number) => void;
  readonly chooseRow: (row: number) => Promise<void>;
  readonly saveDetector: () => Promise<void>;
  readonly openDetector: (file: File) => Promise<void>;
  /** Keeps the detector in this browser. */
  readonly keepDetector: () => Promise<void>;
  /** Looks for a detector that was kept, and offers it. */
  readonly findKept: () => Promise<void>;
  readonly restoreKept: () => Promise<void>;
  readonly saveScores: () => void;
  /** Downloads the tables of the sample, as the program for Node reads them. */
  readonly saveSample: () => Promise<void>;
}

export function actionsOf(state: () => PageState, dispatch: (event: PageEvent) => void): Actions {
  let client: Promise<Client> | undefined;
  const told = (share: number): void => {
    if (state().run === 'running') dispatch({ share, status: `Trained ${Math.round(100 * share)} %.` });
  };
  const forget = (): void => void (client = undefined);
  const started = (): Promise<Client> =>
    (client ??= startClient(told).catch((error: unknown) => {
      forget();
      throw error;
    }));
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const cancelled = (error as Error).name === 'AbortError';
      const kept = state().findings ? ' What was found before is still here.' : '';
      const ran = state().run !== 'idle' && { status: `${cancelled ? 'Cancelled.' : 'Failed.'}${kept}`, share: 0 };
      dispatch({ ...ran, alert: cancelled ? undefined : messageOf(error as Error) });
    }
  };
  const foundIn = async (findings: Findings): Promise<PageEvent> => {
    const { name, threshold, scores } = findings;
    const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!);
    const oddest = findings.kind === 'rows' ? await (await started()).describe({ type: 'describe', rows: order.slice(0, LISTED) }) : [];
    const status = `${short(name)}: ${alarmsOf(findings, threshold)}`;
    return { ...nothingFound, findings, threshold, oddest, row: oddest[0], status, alert: undefined };
  };
  /** If the worker is dead, the next training starts another one. What it held is lost. */
  const forgetIfDead = async (now: Client): Promise<void> =>
    now.cancel().catch(() => {
      forget();
      dispatch(nothingFound);
    });
  const shipped = shippedOpener(state, started, async (findings, isWanted) => {
    const found = await foundIn(findings);
    if (isWanted()) dispatch({ ...found, status: `A detector comes with the page. ${found.status} Press Start to train a new one.` });
  });
  const running = async (work: (now: Client) => Promise<Findings>): Promise<void> => {
    if (state().run !== 'idle') return;
    dispatch({ run: 'running', share: 0, status: 'Starting …', alert: undefined });
    await attempt(async () => {
      const now = await started();
      await shipped.settled();
      if (state().run === 'stopping') throw new DOMException('Cancelled before it began.', 'AbortError');
      dispatch({ where: now.where });
      const findings = await work(now).catch(async (error: unknown) => {
        await forgetIfDead(now);
        throw error;
      });
      const found = await foundIn(findings);
      dispatch({ ...found, share: 1, status: `Done. ${found.status}` });
    });
    dispatch({ run: 'idle' });
  };
  const context = { state, dispatch, started, attempt, running, showShipped: shipped.open, client: () => client };
  return { ...trainingActions(context), ...choosingActions(context), ...fileActions(context) };
}

/** What the actions need. */
export interface Context {
  readonly state: () => PageState;
  readonly dispatch: (event: PageEvent) => void;
  readonly client: () => Promise<Client> | undefined;
  readonly started: () => Promise<Client>;
  /** Does something; an error becomes the alert of the page. */
  readonly attempt: (work: () => Promise<void>) => Promise<void>;
  readonly showShipped: () => Promise<void>;
  /** Does something long, one at a time, and shows what it finds. */
  readonly running: (work: (now: Client) => Promise<Findings>) => Promise<void>;
}

type TrainingActions = Pick<Actions, 'train' | 'cancel' | 'doStep' | 'useSample' | 'useFile' | 'showShipped'>;

function trainingActions({ state, dispatch, running, client, showShipped }: Context): TrainingActions {
  const train = (): Promise<void> => running((now) => now.train({ type: 'train', ...state().files, settings: state().settings }));
  const useSample = (source: Sample): void =>
    dispatch({
      ...nothingFound,
      source,
      files: sampleFiles(source),
      share: 0,
      status: 'Press Start to train on this data.',
      alert: undefined,
    });
  return {
    train,
    showShipped,
    useSample(source) {
      useSample(source);
      void showShipped();
    },
    cancel() {
      if (state().run !== 'running') return;
      dispatch({ run: 'stopping', status: 'Stopping …' });
      void client()?.then((now) => now.cancel().catch(() => undefined));
    },
    async doStep({ settings, source }) {
      if (state().run !== 'idle') return;
      if (source && source !== state().source) useSample(source);
      dispatch({ settings: { ...state().settings, ...settings } });
      await train();
    },
    useFile(part, file) {
      const own = state().source === 'own';
      const learns = part === 'learn';
      const files = learns ? { learn: file, look: own ? state().files.look : undefined } : { ...state().files, look: file };
      dispatch({
        ...(learns && { ...nothingFound, share: 0 }),
        source: 'own',
        files,
        status: `${short(file.name)} is here. Press Start.`,
        alert: undefined,
      });
    },
  };
}

function choosingActions({ state, dispatch, attempt, started }: Context): Pick<Actions, 'chooseThreshold' | 'chooseRate' | 'chooseRow'> {
  const choose = (threshold: (found: Findings) => Threshold): void => {
    const { findings } = state();
    if (findings) dispatch({ threshold: threshold(findings) });
  };
  return {
    chooseThreshold: (value) => choose(({ calibration, effectiveSize }) => fixedThreshold(calibration, { value, effectiveSize })),
    chooseRate: (alarmRate) => choose(({ calibration, effectiveSize }) => quantileThreshold(calibration, { alarmRate, effectiveSize })),
    chooseRow: (row) =>
      attempt(async () => {
        const known = state().oddest.find((each) => each.row === row);
        const [found] = known ? [known] : await (await started()).describe({ type: 'describe', rows: [row] });
        dispatch({ row: found });
      }),
  };
}
