// A thought, tick by tick: where it looks, what it says, what its neurons do, and how they synchronise.

function openThought() {
  const data = JSON.parse(find('thought-data').textContent);
  const weights = roots(data.weights), neurons = roots(data.neurons);
  const [said, sure] = [bytes(data.said), bytes(data.sure)];
  const rights = data.rights && bytes(data.rights);
  const looked = data.height * data.width, ticks = data.certainty.length;
  const hues = '#e69f00 #56b4e9 #009e73 #cc79a7 #0072b2 #d55e00 #8a6fd1 #999999'.split(' ');
  const at = (head, tick, i) => ((tick - 1) * data.heads + head) * looked + i;
  const base = document.createElement('canvas');

  const self = {
    ...data, looked, ticks, head: -1, base,
    hue: head => hues[head % hues.length],
    sure: place => sure[(k - 1) * data.places + place] / 255,
    said: (place, tick = k) => said[(tick - 1) * data.places + place],
    // Of several right answers the one nearest to that of the tick.
    truth: (place, tick = k) => (rights ? rights[(tick - 1) * data.places + place] : data.right[place]),
    isWrong: (place, tick = k) => data.right !== null && self.said(place, tick) !== self.truth(place, tick),
    chance: (i, tick) => data.chances[(tick - 1) * data.classes.length + i] / 255,
    neuron: (i, tick) => neurons.value((tick - 1) * data.moving.length + i),

    // How much of a place is read; head -1 stands for the mean of all.
    share(head, tick, i) {
      if (head >= 0) return weights.value(at(head, tick, i));
      let sum = 0;
      for (let h = 0; h < data.heads; h++) sum += weights.value(at(h, tick, i));
      return sum / data.heads;
    },
    // How brightly a place glows: faintly where all places are read alike, fully where nothing else is read.
    glow: (head, tick, i) => Math.min(1, Math.log1p(looked * self.share(head, tick, i) || 0) / Math.log1p(looked)),
    largest: (head, tick) => weights.value(at(head, tick, self.most(head, tick))),
    most: remember(data.heads * ticks, (head, tick) => {
      let best = 0;
      for (let i = 1; i < looked; i++)
        if (weights.value(at(head, tick, i)) > weights.value(at(head, tick, best))) best = i;
      return best;
    }),

    // The middle of what a head reads, what it reads most counting most; in pixels of the picture. NaN where it reads
    // nothing, which a path leaves out.
    middle: remember(data.heads * ticks, (head, tick) => {
      let [x, y, all] = [0, 0, 0];
      for (let i = 0; i < looked; i++) {
        const weight = weights.value(at(head, tick, i)) ** 2;
        x += weight * (i % data.width + 0.5);
        y += weight * (Math.floor(i / data.width) + 0.5);
        all += weight;
      }
      return [x / all * film.width / data.width, y / all * film.height / data.height];
    }),

    drawPath(pen, head, place, unit, faint) {
      const line = (from, to) => {
        pen.beginPath();
        for (let tick = from; tick <= to; tick++) pen.lineTo(...place(tick));
        pen.stroke();
      };
      pen.lineJoin = 'round';
      pen.strokeStyle = pen.fillStyle = self.hue(head);
      pen.lineWidth = 2 * unit;
      pen.globalAlpha = faint;
      if (faint > 0) line(k, ticks);
      pen.globalAlpha = 1;
      line(1, k);
      pen.beginPath();
      pen.arc(...place(k), 4.5 * unit, 0, 2 * Math.PI);
      pen.fill();
      pen.lineWidth = 1.2 * unit;
      pen.strokeStyle = colours.get('--paper');
      pen.stroke();
    },

    draw: pen => drawThought(self, pen),
    show: () => showThought(self),
    readout: () => sayThought(self),
    tell: () => tellHead(self),
  };
  if (data.chances) data.chances = bytes(data.chances);
  listenToHeads(self);
  window.addEventListener('resize', self.show);
  return self;
}

// A click on a head shows it alone, another one all again.
function listenToHeads(self) {
  const choose = head => {
    self.head = head === self.head ? -1 : head;
    show(k);
  };
  for (const button of document.querySelectorAll('[data-head]'))
    button.addEventListener('click', () => choose(Number(button.dataset.head)));
  find('heads')?.addEventListener('click', event => {
    const { across, size } = tiles(self, find('heads').clientWidth);
    const head = Math.floor(event.offsetY / size) * across + Math.floor(event.offsetX / size);
    if (head < self.heads) choose(head);
  });
}

// A byte a number, evenly spaced in the root of its size; 0 is not finite.
function roots(block) {
  if (!block) return null;
  const codes = bytes(block.codes), part = i => codes[i] === 0 ? NaN : (codes[i] - 128) / 127;
  return { part, value: i => block.largest * part(i) * Math.abs(part(i)) };
}

function remember(count, compute) {
  const known = new Array(count);
  return (head, tick) => known[head * (count / thought.heads) + tick - 1] ??= compute(head, tick);
}

const inPercent = part => `${Math.round(1000 * part) / 10} %`;

function inkOn(fill, strength) {
  const [r, g, b] = colours.rgb(fill), paper = colours.rgb(colours.get('--panel'));
  const seen = [r, g, b].map((part, i) => strength * part + (1 - strength) * paper[i]);
  return 0.3 * seen[0] + 0.59 * seen[1] + 0.11 * seen[2] > 140 ? '#1c1f24' : '#ffffff';
}

const classFill = i => colours.get(`--class-${i}`) || `hsl(${i * 47 % 360} 45% 60%)`;

// ---- over the picture of an image ----

function drawGlow(self, pen, head) {
  const [w, h] = [film.width / self.width, film.height / self.height];
  pen.fillStyle = colours.get('--glow');
  for (let i = 0; i < self.looked; i++) {
    pen.globalAlpha = 0.85 * self.glow(head, k, i);
    pen.fillRect(i % self.width * w, Math.floor(i / self.width) * h, w, h);
  }
  pen.globalAlpha = 1;
}

function drawThought(self, pen) {
  if (!scene.shade) return;
  const unit = area.width / Math.max(1, picture.clientWidth);
  if (self.heads > 0 && find('show-attention').checked) drawGlow(self, pen, self.head);
  if (self.routes && find('show-route').checked) drawRoute(self.routes[k - 1], pen, unit);
  for (let head = 0; head < self.heads && find('show-paths').checked; head++)
    if (self.head < 0 || self.head === head) self.drawPath(pen, head, tick => self.middle(head, tick), unit, 0);
}

// The way that is walked, and a cross where a step leads into a wall.
function drawRoute(route, pen, unit) {
  const place = i => [i % film.width + 0.5, Math.floor(i / film.width) + 0.5];
  for (const [colour, width] of [['--paper', 5], ['--walk', 2.6]]) {
    pen.strokeStyle = colours.get(colour);
    pen.lineWidth = width * unit;
    pen.lineJoin = pen.lineCap = 'round';
    pen.beginPath();
    for (const i of route.pixels) pen.lineTo(...place(i));
    pen.stroke();
  }
  pen.fillStyle = colours.get('--walk');
  pen.beginPath();
  pen.arc(...place(route.pixels.at(-1)), 4.5 * unit, 0, 2 * Math.PI);
  pen.fill();
  for (let b = 0; b < route.bumps.length; b += 3) {
    const [x, y] = place(route.bumps[b]), [down, right] = route.bumps.slice(b + 1);
    drawCross(pen, x + 0.6 * right, y + 0.6 * down, 0.3, colours.get('--wrong-ink'), 5 * unit);
    drawCross(pen, x + 0.6 * right, y + 0.6 * down, 0.28, colours.get('--wrong'), 2.6 * unit);
  }
}

// ---- beside it ----

function showThought(self) {
  for (const button of document.querySelectorAll('[data-head]')) {
    const head = Number(button.dataset.head);
    button.setAttribute('aria-pressed', head === self.head);
    button.style.setProperty('--hue', self.hue(head));
  }
  drawTiles(self);
  drawSaid(self);
  drawNeurons(self);
  for (const name of ['looking', 'saying']) if (self[name]) drawSynchrony(self[name], find(name));
}

// A canvas in CSS pixels, as sharp as the screen.
function openPen(canvas, heightOf) {
  const width = canvas.clientWidth, height = heightOf(width), ratio = window.devicePixelRatio || 1;
  canvas.style.height = `${height}px`;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const pen = canvas.getContext('2d');
  pen.scale(canvas.width / width, canvas.height / height);
  return { pen, width, height };
}

function tiles(self, width) {
  const across = Math.min(self.heads, Math.max(2, Math.floor(width / 120)));
  return { across, size: width / across };
}

function drawTiles(self) {
  const canvas = find('heads');
  if (!canvas) return;
  const { pen } = openPen(canvas, width => tiles(self, width).size * Math.ceil(self.heads / tiles(self, width).across));
  const { across, size } = tiles(self, canvas.clientWidth), scale = (size - 8) / Math.max(film.width, film.height);
  paintBase(self.base);
  for (let head = 0; head < self.heads; head++) {
    pen.save();
    pen.translate(head % across * size + 4, Math.floor(head / across) * size + 4);
    pen.scale(scale, scale);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(self.base, 0, 0, film.width, film.height);
    drawGlow(self, pen, head);
    self.drawPath(pen, head, tick => self.middle(head, tick), 1 / scale, 0);
    pen.strokeStyle = self.head === head ? colours.get('--ink') : self.hue(head);
    pen.lineWidth = (self.head === head ? 3 : 2) / scale;
    pen.strokeRect(0, 0, film.width, film.height);
    pen.restore();
  }
}

function paintBase(canvas) {
  [canvas.width, canvas.height] = [film.width, film.height];
  const pen = canvas.getContext('2d');
  for (let i = 0; i < pixels; i++) {
    pen.fillStyle = scene.shade(i);
    pen.fillRect(i % film.width, Math.floor(i / film.width), 1, 1);
  }
}

// A column a tick, aligned with the charts above: a row a class, as likely as it is dark, or a row a place.
function drawSaid(self) {
  const rows = self.chances ? self.classes.length : self.places;
  const { pen, width, height } = openPen(find('said'), () => Math.min(320, Math.max(110, 15 * rows)));
  const left = width * 52 / 560, wide = (width - left - width * 12 / 560) / self.ticks, tall = height / rows;
  pen.font = `${Math.min(12, tall)}px system-ui, sans-serif`;
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  for (let row = 0; row < rows; row++) {
    pen.fillStyle = colours.get('--soft');
    const name = self.chances ? self.classes[row] : `${row + 1}`;
    if (tall > 9 || row === 0 || row === rows - 1) pen.fillText(name, left - 6, (row + 0.54) * tall);
    for (let tick = 1; tick <= self.ticks; tick++)
      drawCell(self, pen, row, tick, left + (tick - 1) * wide, row * tall, wide, tall);
  }
  pen.strokeStyle = colours.get('--ink');
  pen.lineWidth = 1.5;
  pen.strokeRect(left + (k - 1) * wide, 0.75, wide, height - 1.5);
}

function drawCell(self, pen, row, tick, x, y, wide, tall) {
  const gap = Math.min(wide, tall) > 7 ? 1 : 0, whole = [x, y, wide - gap, tall - gap];
  if (self.chances) {
    pen.fillStyle = css(warm(self.chance(row, tick)));
    pen.fillRect(...whole);
    if (!self.right || self.right[0] !== row) return;
    pen.strokeStyle = colours.get('--truth');
    pen.lineWidth = 1.5;
    for (const line of [y + 0.75, y + tall - gap - 0.75]) {
      pen.beginPath();
      pen.moveTo(x, line);
      pen.lineTo(x + wide, line);
      pen.stroke();
    }
    return;
  }
  const wrong = self.isWrong(row, tick), fill = classFill(self.said(row, tick));
  pen.fillStyle = wrong ? colours.get('--wrong') : fill;
  pen.fillRect(...whole);
  if (!wrong || Math.min(wide, tall) < 6) return;
  pen.fillStyle = fill;
  pen.fillRect(x + 0.3 * wide, y + 0.3 * tall, 0.4 * wide - gap, 0.4 * tall - gap);
}

function drawNeurons(self) {
  const count = self.moving.length, across = width => Math.max(4, Math.min(9, Math.floor(width / 62)));
  const size = width => width / across(width), tall = 46;
  const { pen, width } = openPen(find('neurons'), w => Math.max(1, Math.ceil(count / across(w)) * tall));
  pen.font = '10px system-ui, sans-serif';
  pen.lineJoin = 'round';
  for (let i = 0; i < count; i++) {
    let most = 1e-9;
    for (let tick = 1; tick <= self.ticks; tick++) most = Math.max(most, Math.abs(self.neuron(i, tick)) || 0);
    const [left, top] = [i % across(width) * size(width) + 3, Math.floor(i / across(width)) * tall + 3];
    const wide = size(width) - 9, high = tall - 9;
    const place = tick =>
      [left + wide * (tick - 0.5) / self.ticks, top + high * (0.5 - 0.48 * self.neuron(i, tick) / most)];
    const line = (from, to, colour, thick) => {
      pen.strokeStyle = colours.get(colour);
      pen.lineWidth = thick;
      pen.beginPath();
      for (let tick = from; tick <= to; tick++) pen.lineTo(...place(tick));
      pen.stroke();
    };
    pen.fillStyle = colours.get('--panel');
    pen.fillRect(left - 2, top - 2, wide + 4, high + 4);
    pen.fillStyle = colours.get('--line');
    pen.fillRect(left, top + high / 2, wide, 1);
    line(k, self.ticks, '--line', 1.2);
    line(1, k, '--a', 1.6);
    pen.fillStyle = colours.get('--b');
    pen.beginPath();
    pen.arc(...place(k), 2.6, 0, 2 * Math.PI);
    pen.fill();
    pen.fillStyle = colours.get('--soft');
    pen.fillText(self.moving[i], left, top + 8);
  }
}

// A triangle of neuron by neuron, or the pairs in lines.
function drawSynchrony(block, canvas) {
  block.read ??= roots(block);
  const across = block.side ?? Math.min(32, Math.ceil(2 * Math.sqrt(block.pairs)));
  const down = block.side ?? Math.ceil(block.pairs / across);
  const { pen, width } = openPen(canvas, w => w * down / across);
  const cell = width / across, gap = cell > 6 ? 1 : 0, swing = colours.ramp('--swing');
  const paint = (pair, row, column) => {
    const part = block.read.part((k - 1) * block.pairs + pair);
    pen.fillStyle = css(mix(swing, 0.5 + 0.5 * (part || 0)));
    pen.fillRect(column * cell, row * cell, cell - gap, cell - gap);
  };
  for (let pair = 0, row = 0, column = 0; pair < block.pairs; pair++) {
    paint(pair, row, column);
    if (++column === across) column = block.side ? ++row : (row++, 0);
  }
}

// ---- in words ----

function sayThought(self) {
  let wrong = 0;
  for (let place = 0; place < self.places; place++) wrong += self.isWrong(place);
  const verb = self.isSpelled ? 'Says' : 'Called';
  const called = `${verb} ${self.classes[self.said(0)]}, with ${inPercent(self.sure(0))}`;
  const words = self.places === 1
    ? self.right === null ? called
      : wrong ? `${called}, but it is ${self.classes[self.right[0]]}` : `${called}, which is right`
    : self.right === null ? `After tick ${k}`
    : wrong === 0 ? `All ${self.places} ${self.place}s are right`
    : `${self.places - wrong} of ${self.places} ${self.place}s are right`;
  return `${words} · certainty ${inPercent(self.certainty[k - 1])}${
    k === self.surest && !self.isSpelled ? ', the surest tick' : ''}`;
}

function tellHead(self) {
  const { head } = self;
  if (self.heads === 0) return '';
  if (head < 0) return self.heads > 1 ? 'Choose a head to see it alone.' : '';
  const most = self.most(head, k), row = Math.floor(most / self.width) + 1, column = most % self.width + 1;
  const place = self.height === 1 ? `position ${column}`
    : `row ${row}, column ${column} of ${self.height} by ${self.width}`;
  return `Head ${head + 1} reads most at ${place}: ${inPercent(self.largest(head, k))}`;
}
