// A maze: every pixel a coloured token, the answer over it, agents and edges on top.
'use strict';

const scene = {
  reach: 2,
  below: () => 0,
  tell: () => [],
  shade: i => colours.tokens[input[i]],

  draw(pen) {
    for (let i = 0; i < pixels; i++) drawPixel(pen, i % film.width, Math.floor(i / film.width), i);
    forEnds((x, y, name, colour) => {
      pen.fillStyle = colour;
      pen.beginPath();
      pen.roundRect(x - 0.12, y - 0.12, 1.24, 1.24, 0.25);
      pen.fill();
    });
  },

  drawTruth,

  drawChosen: pen => drawRing(pen, 0.62, 0.22),

  drawOver(pen) {
    forEnds((x, y, name, colour) => drawLetter(pen, x, y, name[0].toUpperCase(), colour));
  },

  readout() {
    const { wrong } = tally(() => true);
    return target.length === 0 ? unknown()
      : wrong === 0 ? 'Every pixel is right'
      : `${(100 * (1 - wrong / pixels)).toFixed(1)} % of the pixels are right, `
        + `${wrong} ${wrong === 1 ? 'is' : 'are'} not`
        + (film.right[k - 1] === '1' ? '; the answer itself is right' : '');
  },
};

function drawPixel(pen, x, y, i) {
  const fill = colour => {
    pen.fillStyle = colour;
    pen.fillRect(x, y, 1, 1);
  };
  fill(colours.tokens[input[i]]);
  if (film.iterations === 0) return;
  const isChanged = answer(i) !== input[i];
  if (isChanged) fill(isWrong(i) ? colours.get('--wrong') : colours.tokens[answer(i)]);
  if (isChanged && isWrong(i)) drawCross(pen, x + 0.5, y + 0.5, 0.26, colours.get('--wrong-ink'), 0.09);
  if (!isChanged && isWrong(i)) fill(colours.get('--missed'));
}

function forEnds(draw) {
  for (let i = 0; i < pixels; i++) {
    const name = film.tokens[input[i]];
    if (name === 'start' || name === 'goal')
      draw(i % film.width, Math.floor(i / film.width), name, colours.tokens[input[i]]);
  }
}

// Over whatever agent sits there, so with a halo.
function drawLetter(pen, x, y, letter, halo) {
  pen.font = '700 0.85px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.lineJoin = 'round';
  pen.strokeStyle = halo;
  pen.lineWidth = 0.14;
  pen.strokeText(letter, x + 0.5, y + 0.8);
  pen.fillStyle = colours.get('--paper');
  pen.fillText(letter, x + 0.5, y + 0.8);
}

// A thin line through neighbouring pixels that differ from the input, and into start and goal.
function drawTruth(pen) {
  const ends = ['start', 'goal'].map(name => film.tokens.indexOf(name));
  const isOn = i => truth(i) !== input[i] || ends.includes(input[i]);
  pen.strokeStyle = colours.get('--truth');
  pen.globalAlpha = 0.75;
  pen.lineWidth = 0.11;
  pen.beginPath();
  for (let i = 0; i < pixels; i++) {
    if (!isOn(i)) continue;
    const x = i % film.width + 0.5, y = Math.floor(i / film.width) + 0.5;
    for (const [dx, dy] of [[1, 0], [0, 1]]) {
      if (x + dx > film.width || y + dy > film.height || !isOn(i + dx + dy * film.width)) continue;
      pen.moveTo(x, y);
      pen.lineTo(x + dx, y + dy);
    }
  }
  pen.stroke();
  pen.globalAlpha = 1;
}
