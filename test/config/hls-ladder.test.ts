import t from 'tap';
import { parseLadder } from '#config/hls-ladder.ts';
import { loadConfig } from '#config/load.ts';

const usual = ['720@30:2000', '360@30:700', '180@15:150'];

void t.test('a ladder has three rungs', async (t) => {
  t.same(parseLadder(usual).low, { shortEdge: 180, framesPerSecond: 15, bitrateKbps: 150 });
});

void t.test('a ladder that cannot be used is refused at the start, with its reason', async (t) => {
  const refused = (ladder: string, reason: RegExp) => {
    t.throws(() => loadConfig({ HLS_LADDER: ladder }), reason);
  };
  refused('720@30:2000', /3 rungs, not 1/);
  refused('720@30,360@30:700,180@15:150', /like 720@30:2000, not "720@30"/);
  refused('720@30:2000,360@30:700,180@10:150', /180@10:150/);
  refused('720@15:2000,360@30:700,180@15:150', /another rate than 15 or 19/);
  refused('719@30:2000,360@30:700,180@15:150', /even/);
  refused('180@30:2000,360@30:700,180@15:150', /largest/);
  t.same(loadConfig({ HLS_LADDER: usual.join(', ') }).hlsLadder, usual);
});
