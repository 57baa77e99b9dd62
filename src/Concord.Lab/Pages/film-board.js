// A Sudoku: the board with what was given and what is answered, agents beside it, disagreement as warmth of its cells.
'use strict';

const scene = {
  reach: 0.9,
  below: () => 0.05,   // half of the last line
  tell: () => [],

  draw(pen) {
    pen.fillStyle = colours.get('--token-empty');
    pen.fillRect(0, 0, film.width, film.height);
    if (disagreement && find('show-edges').checked) drawDisagreement(pen);
    for (let i = 0; i < pixels; i++) drawCell(pen, i % film.width, Math.floor(i / film.width), i);
    drawGrid(pen);
    write(pen, 'boxes', film.width + 1.5, -0.4, 0.42, colours.get('--soft'));
  },

  // What should stand where something else does, small, in the corner.
  drawTruth(pen) {
    for (let i = 0; i < places; i++)
      if (isWrong(i))
        write(pen, film.tokens[target[i]], i % film.width + 0.83, Math.floor(i / film.width) + 0.21, 0.32,
          colours.get('--wrong-ink'));
  },

  drawChosen(pen) {
    drawRing(pen, 0.44, 0.12);
    if (!film.sees) return;
    pen.strokeStyle = colours.get('--d');
    pen.lineWidth = 0.09;
    for (const i of film.sees[chosen])
      pen.strokeRect(i % film.width + 0.06, Math.floor(i / film.width) + 0.06, 0.88, 0.88);
  },

  drawOver() {},

  readout() {
    if (target.length === 0) return unknown();
    const blank = tally(i => input[i] === 0), given = tally(i => input[i] !== 0);
    return (blank.wrong === 0 ? `All ${blank.asked} blank cells are right`
      : `${blank.right} of ${blank.asked} blank cells are right`)
      + (given.wrong > 0 ? `, ${given.wrong} of the given ones are misread` : '');
  },
};

function write(pen, text, x, y, size, colour, weight = 400) {
  pen.font = `${weight} ${size}px system-ui, sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillStyle = colour;
  pen.fillText(text, x, y);
}

function drawCell(pen, x, y, i) {
  const isGiven = input[i] !== 0, token = film.iterations > 0 ? answer(i) : input[i];
  const wrong = film.iterations > 0 && isWrong(i);
  if (wrong) {
    pen.fillStyle = colours.get('--wrong');
    pen.fillRect(x, y, 1, 1);
  }
  if (token !== 0)
    write(pen, film.tokens[token], x + 0.5, y + 0.54, 0.62,
      wrong ? colours.get('--wrong-ink') : colours.get(isGiven ? '--ink' : '--link'), isGiven ? 700 : 400);
  if (!wrong) return;
  pen.strokeStyle = colours.get('--wrong-ink');
  pen.lineWidth = 0.06;
  pen.beginPath();
  pen.moveTo(x + 0.2, y + 0.84);
  pen.lineTo(x + 0.8, y + 0.24);
  pen.stroke();
}

// As warm as the largest disagreement among the agents that share the cell.
function drawDisagreement(pen) {
  const shares = new Float32Array(pixels);
  for (let e = 0; e < edges; e++)
    shares[film.meetings[e]] = Math.max(shares[film.meetings[e]], disagreement.warmth(k, e));
  shares.forEach((share, i) => {
    pen.globalAlpha = 0.55 * share ** 2;
    pen.fillStyle = css(warm(share));
    pen.fillRect(i % film.width, Math.floor(i / film.width), 1, 1);
  });
  pen.globalAlpha = 1;
}

function drawGrid(pen) {
  for (let i = 0; i <= film.width; i++) {
    pen.strokeStyle = colours.get(i % 3 === 0 ? '--ink' : '--line');
    pen.lineWidth = i % 3 === 0 ? 0.07 : 0.035;
    pen.beginPath();
    pen.moveTo(i, 0);
    pen.lineTo(i, film.height);
    pen.moveTo(0, i);
    pen.lineTo(film.width, i);
    pen.stroke();
  }
}
