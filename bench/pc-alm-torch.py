"""PC-ALM by a plain loop over layers in PyTorch, to compare Concord's time for an epoch with.

The equations are those of Seely and Gould 2026, Algorithm 1, derived by hand: activities as a list of tensors, one matrix
product per layer forward and one back in every cycle. With --rule bp the same network learns by autograd.

    python3 bench/pc-alm-torch.py --depth 32 --steps 100
"""
import argparse
import math
import time

import torch


def network(depth, width, inputs, outputs, generator):
    sizes = [inputs] + [width] * (depth - 1) + [outputs]
    weights = [torch.randn(sizes[i + 1], sizes[i], generator=generator) for i in range(depth)]
    scales = [1 / math.sqrt(inputs)] + [1 / math.sqrt(width * depth)] * (depth - 2) + [1 / width]
    return weights, scales


def predict(weights, scales, i, h):
    last = len(weights) - 1
    active = h if i == 0 else torch.relu(h)
    f = scales[i] * (active @ weights[i].t())
    return f + h if 0 < i < last else f


def credit(weights, scales, i, h, e):
    back = scales[i] * (e @ weights[i]) * (h > 0)
    return back + e if i < len(weights) - 1 else back


def relax(weights, scales, x, y, cycles, eta, alpha):
    depth = len(weights)
    h = []
    for i in range(depth - 1):
        h.append(predict(weights, scales, i, x if i == 0 else h[i - 1]))
    first = h[0].clone()
    lam = [torch.zeros_like(a) for a in h]
    r = [torch.zeros_like(a) for a in h]
    for cycle in range(1, cycles + 1):
        e = [lam[i] + r[i] for i in range(depth - 1)]
        e.append(y - predict(weights, scales, depth - 1, h[-1]))
        h = [h[i] - eta * (e[i] - credit(weights, scales, i + 1, h[i], e[i + 1])) for i in range(depth - 1)]
        r = [h[i] - (first if i == 0 else predict(weights, scales, i, h[i - 1])) for i in range(depth - 1)]
        if cycle < cycles:
            lam = [lam[i] + alpha * r[i] for i in range(depth - 1)]
    e = [lam[i] + r[i] for i in range(depth - 1)]
    e.append(y - predict(weights, scales, depth - 1, h[-1]))
    for i in range(depth):
        below = x if i == 0 else torch.relu(h[i - 1])
        weights[i].grad = -scales[i] * (e[i].t() @ below) / len(x)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--depth", type=int, default=32)
    options.add_argument("--width", type=int, default=32)
    options.add_argument("--batch", type=int, default=64)
    options.add_argument("--steps", type=int, default=20)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--eta", type=float, default=0.2343)
    options.add_argument("--alpha", type=float, default=1.0)
    options.add_argument("--rule", choices=["pc-alm", "bp"], default="pc-alm")
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    generator = torch.Generator().manual_seed(0)
    weights, scales = network(given.depth, given.width, 784, 10, generator)
    if given.rule == "bp":
        for w in weights:
            w.requires_grad_()
    adam = torch.optim.Adam(weights, lr=1e-3 * math.sqrt(given.width / given.depth))
    x = torch.randn(given.batch, 784, generator=generator)
    y = torch.nn.functional.one_hot(torch.randint(10, (given.batch,), generator=generator), 10).float()
    times = []
    for _ in range(given.steps + 1):
        begin = time.perf_counter()
        if given.rule == "bp":
            adam.zero_grad()
            h = x
            for i in range(given.depth):
                h = predict(weights, scales, i, h)
            (0.5 * ((y - h) ** 2).sum() / given.batch).backward()
        else:
            relax(weights, scales, x, y, 2 * given.depth, given.eta, given.alpha)
        adam.step()
        times.append(time.perf_counter() - begin)
    times = sorted(times[1:])
    middle = times[len(times) // 2]
    print(f"torch {torch.__version__}, {given.rule}, depth {given.depth}: {middle:.4f} s a step, "
          f"{937 * middle:.1f} s an epoch of 937 steps; least {times[0]:.4f}, most {times[-1]:.4f}")


if __name__ == "__main__":
    main()
