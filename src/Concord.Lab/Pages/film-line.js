// A sequence: the input in a row, under it the answer, then a row for where each head looks, then their paths.
'use strict';

const scene = {
  reach: 0,
  left: () => Math.ceil(0.16 * film.width),
  below: () => rowsOfLine().end - 1,
  tell: () => [],

  draw(pen) {
    const rows = rowsOfLine();
    nameRow(pen, rows.input, rows.tall, 'input');
    for (let i = 0; i < pixels; i++)
      drawPlace(pen, i, rows.input, signOf(i), film.tokens[input[i]]);
    if (film.iterations === 0) return;
    nameRow(pen, rows.answer, rows.tall, 'answer');
    for (let i = 0; i < places; i++) {
      const wrong = isWrong(i), fill = wrong ? colours.get('--wrong') : colours.tokens[answer(i)];
      drawPlace(pen, i, rows.answer, fill, film.tokens[answer(i)], thought && !isSpelled() ? thought.sure(i) : 1, wrong);
    }
    if (thought) drawLooks(pen, rows);
  },

  drawTruth(pen) {
    const { truth, tall } = rowsOfLine();
    nameRow(pen, truth, 0.6 * tall, 'right');
    for (let i = 0; i < places; i++)
      drawPlace(pen, i, truth, colours.tokens[target[i]], film.tokens[target[i]], 1, false, 0.6);
  },

  drawChosen() {},

  drawOver() {},

  readout() {
    const { right, asked } = tally(() => true);
    return target.length === 0 ? unknown() : `${right} of ${asked} positions are right`;
  },
};

// Where rows begin, in widths of a place, and how tall they are; the same share of the picture whatever the length.
function rowsOfLine() {
  const tall = film.width / 16, heads = thought ? thought.heads : 0, head = 0.55 * tall;
  const answer = 1.2 * tall, truth = answer + 1.1 * tall, looks = truth + tall;
  const path = looks + heads * head + 0.5 * tall, reach = heads > 0 ? 0.42 * film.width : 0;
  return { tall, input: 0, answer, truth, looks, head, path, reach, end: path + reach + 0.1 * tall };
}

// Where an answer is spelled, it is made of what is shown, and no tick is sure of all of it.
const isSpelled = () => thought && thought.isSpelled;
const signOf = i => isSpelled() ? colours.tokens[input[i]] : colours.get(`--sign-${input[i]}`);

const pixel = () => area.width / Math.max(1, picture.clientWidth);

function nameRow(pen, top, height, name, colour = '--soft') {
  pen.font = `${Math.min(12.5 * pixel(), 0.95 * height)}px system-ui, sans-serif`;
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  pen.fillStyle = colours.get(colour);
  pen.fillText(name, -0.25 * rowsOfLine().tall, top + 0.54 * height);
}

function drawPlace(pen, i, top, fill, name, sure = 1, wrong = false, share = 1) {
  const height = share * rowsOfLine().tall, gap = Math.min(0.06, 0.5 * pixel());
  pen.globalAlpha = wrong ? 1 : 0.25 + 0.75 * sure;
  pen.fillStyle = fill;
  pen.fillRect(i + gap, top, 1 - 2 * gap, height);
  pen.globalAlpha = 1;
  const room = 1 / pixel(), size = Math.min(13 * pixel(), 0.7 * height);
  if (room < 9) return;
  pen.font = `600 ${size}px system-ui, sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = wrong ? colours.get('--wrong-ink') : inkOn(fill, 0.25 + 0.75 * sure);
  const text = pen.measureText(name).width < 0.8 ? name : name[0].replace('-', '−');
  pen.fillText(text.replace('-', '−'), i + 0.5, top + 0.54 * height);
  if (!wrong) return;
  pen.strokeStyle = colours.get('--wrong-ink');
  pen.lineWidth = 1.5 * pixel();
  pen.beginPath();
  pen.moveTo(i + 0.1, top + 0.95 * height);
  pen.lineTo(i + 0.9, top + 0.95 * height);
  pen.stroke();
}

function drawLooks(pen, rows) {
  for (let head = 0; head < thought.heads; head++) {
    const top = rows.looks + head * rows.head, only = thought.head < 0 || thought.head === head;
    nameRow(pen, top, rows.head, `head ${head + 1}`, only ? '--ink' : '--soft');
    pen.globalAlpha = only ? 1 : 0.3;
    for (let i = 0; i < thought.looked; i++) {
      pen.fillStyle = css(warm(thought.glow(head, k, i)));
      pen.fillRect(i * pixels / thought.looked, top, pixels / thought.looked, 0.9 * rows.head);
    }
    pen.fillStyle = thought.hue(head);
    pen.fillRect(-0.18 * rows.tall, top, 0.1 * rows.tall, 0.9 * rows.head);
  }
  pen.globalAlpha = 1;
  if (rows.reach > 0 && find('show-paths').checked) drawPaths(pen, rows);
}

// Each head's place from tick to tick, downwards; what is to come is faint.
function drawPaths(pen, rows) {
  const last = Math.max(1, film.iterations - 1);
  const y = tick => rows.path + rows.reach * (0.02 + 0.96 * (tick - 1) / last);
  for (const tick of new Set([1, film.iterations]))
    nameRow(pen, y(tick) - 0.3 * rows.tall, 0.6 * rows.tall, `tick ${tick}`);
  pen.strokeStyle = colours.get('--line');
  pen.lineWidth = pixel();
  pen.strokeRect(0, rows.path, pixels, rows.reach);
  pen.strokeStyle = colours.get('--soft');
  pen.beginPath();
  pen.moveTo(0, y(k));
  pen.lineTo(pixels, y(k));
  pen.stroke();
  for (let head = 0; head < thought.heads; head++) {
    if (thought.head >= 0 && thought.head !== head) continue;
    // Heads at the same place stand side by side.
    const aside = 0.5 * (head + 0.5) / thought.heads - 0.25;
    const x = tick => (thought.most(head, tick) + 0.5) * pixels / thought.looked + aside;
    thought.drawPath(pen, head, tick => [x(tick), y(tick)], pixel(), 0.18);
  }
}
