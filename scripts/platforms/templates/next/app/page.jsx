'use client';

import { useEffect } from 'react';
import { show } from '../page.js';

export default function Page() {
  useEffect(() => void show(), []);
  return <output>…</output>;
}
