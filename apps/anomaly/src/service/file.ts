import { loadDetector, loadSeriesDetector, readDetectorKind, saveDetector } from '@autoencoders/anomaly';
import type { Detector, SeriesDetector, Threshold } from '@autoencoders/anomaly';
import type { Session } from './service.js';

/** The detector as one file, with the threshold of the page. */
export const saved = ({ detector }: Session, threshold: Threshold): Promise<Uint8Array> => saveDetector(detector.withThreshold(threshold));

/** The detector in a file: one of rows, or one of a series. */
export const opened = (bytes: Uint8Array): Promise<Detector | SeriesDetector> =>
  readDetectorKind(bytes) === 'series' ? loadSeriesDetector(bytes) : loadDetector(bytes);
