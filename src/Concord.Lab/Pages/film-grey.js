// A digit: the grey image, over it what every agent calls it, below it the bars of what they say together.
'use strict';

const ballot = () => film.ballot.read ??= { calls: bytes(film.ballot.calls), certainty: bytes(film.ballot.certainty) };
const call = agent => ballot().calls[(k - 1) * agents + agent];
const certainty = agent => ballot().certainty[(k - 1) * agents + agent] / 255;
const share = token => film.ballot.shares[(k - 1) * film.tokens.length + token];
const hues = '4e79a7 f28e2b 59a14f e15759 b07aa1 9c755f d4a514 ff7f9f 76b7b2 7f7f7f'.split(' ').map(hex => `#${hex}`);

const scene = {
  reach: 2.2,
  below: () => film.iterations > 0 ? 0.34 * film.width : 0,
  shade: i => `rgb(${input[i]} ${input[i]} ${input[i]})`,
  tell: agent => [`calls it ${film.tokens[call(agent)]}, with ${percent(certainty(agent))}`],

  draw(pen) {
    for (let i = 0; i < pixels; i++) {
      pen.fillStyle = scene.shade(i);
      pen.fillRect(i % film.width, Math.floor(i / film.width), 1, 1);
    }
    if (film.iterations === 0) return;
    if (find('show-calls')?.checked) drawCalls(pen);
    drawBars(pen);
  },

  // A line under the bar that should be the highest.
  drawTruth(pen) {
    const { left, base, step } = bars();
    pen.fillStyle = colours.get('--truth');
    pen.fillRect(left + (target[0] + 0.2) * step, base + 0.85 * step, 0.6 * step, 0.1 * step);
  },

  drawChosen(pen) {
    const { left, top, width, height } = viewOf(chosen);
    pen.strokeStyle = colours.get('--d');
    pen.lineWidth = 0.3;
    pen.strokeRect(left, top, width, height);
  },

  drawOver() {},

  readout() {
    const called = `Together they call it ${film.tokens[answer(0)]}, with ${percent(share(answer(0)))}`;
    return target.length === 0 ? called : isWrong(0) ? `${called}, but it is ${film.tokens[target[0]]}`
      : `${called}, which is right`;
  },
};

const percent = part => `${Math.round(100 * part)} %`;

// Agents stand side by side, row by row.
function sideOfView() {
  return film.agents[3] - film.agents[1] || 3;
}

// The square an agent sees, as far as it lies on the image.
function viewOf(agent) {
  const [x, y] = centre(agent), half = sideOfView() / 2;
  const [left, top] = [x - half, y - half].map(at => Math.max(0, at));
  return { left, top, width: Math.min(film.width, x + half) - left, height: Math.min(film.height, y + half) - top };
}

function drawCalls(pen) {
  const side = sideOfView(), guess = 1 / film.tokens.length;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  for (let a = 0; a < agents; a++) {
    const { left, top, width, height } = viewOf(a), [x, y] = [left + width / 2, top + height / 2];
    if (missing.has(a)) {
      drawCross(pen, x, y, 0.3 * side, colours.get('--wrong'), 0.08 * side);
      continue;
    }
    const sure = Math.sqrt(Math.max(0, (certainty(a) - guess) / (1 - guess)));
    pen.globalAlpha = 0.12 + 0.58 * sure;
    pen.fillStyle = hues[call(a) % hues.length];
    pen.fillRect(left, top, width, height);
    pen.globalAlpha = 0.3 + 0.7 * sure;
    pen.font = `600 ${0.52 * side}px system-ui, sans-serif`;
    pen.strokeStyle = '#000a';
    pen.lineWidth = 0.09 * side;
    pen.strokeText(film.tokens[call(a)], x, y + 0.04 * side);
    pen.fillStyle = '#fff';
    pen.fillText(film.tokens[call(a)], x, y + 0.04 * side);
  }
  pen.globalAlpha = 1;
}

function bars() {
  const step = film.width / film.tokens.length, base = film.height + scene.below() - step;
  return { left: 0, step, base, height: base - film.height - step };
}

function drawBars(pen) {
  const { left, step, base, height } = bars();
  pen.textAlign = 'center';
  pen.textBaseline = 'alphabetic';
  film.tokens.forEach((name, token) => {
    const x = left + (token + 0.5) * step, tall = share(token) * height, isCalled = token === answer(0);
    pen.fillStyle = hues[token % hues.length];
    pen.fillRect(x - 0.36 * step, base - tall, 0.72 * step, tall);
    pen.fillStyle = colours.get(isCalled ? '--ink' : '--soft');
    pen.font = `${isCalled ? 700 : 400} ${0.62 * step}px system-ui, sans-serif`;
    pen.fillText(name, x, base + 0.72 * step);
    if (share(token) < 0.03) return;
    pen.font = `${isCalled ? 700 : 400} ${0.36 * step}px system-ui, sans-serif`;
    pen.fillText(percent(share(token)), x, base - tall - 0.14 * step);
  });
  pen.fillStyle = colours.get('--line');
  pen.fillRect(0, base, film.width, 0.05);
}
