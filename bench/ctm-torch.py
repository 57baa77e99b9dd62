"""The Continuous Thought Machine in plain PyTorch, to compare Concord's time for a training step with.

Written from the model's description (Darlow et al. 2025, arXiv 2505.05522) the way a PyTorch user writes it: one module
call after the other in a loop over ticks, keys and values projected anew at every tick by nn.MultiheadAttention, the
neurons' private networks by einsum, gradients by autograd. Not for training: it knows no data. TASKS has the sizes.

    python3 bench/ctm-torch.py check --goldens DIR       holds it to the arrays in DIR/{parity,maze,firstlast}.npz
    python3 bench/ctm-torch.py time parity|maze|digits [--steps 10] [--warmup 3] [--threads 2] [--json]
"""
import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"     # read when torch loads: its own threads and OpenBLAS's hinder each other
os.environ.pop("OPENBLAS_CORETYPE", None)

import argparse
import json
import math
import statistics
import time
from collections import namedtuple

import numpy
import torch
import torch.nn.functional as F
from torch import nn


# backbone: parity, maze (resnet18-1) or digits; pairs: first-last, random or random-pairing; inputs: width of keys,
# values and queries; hidden: of a neuron's network, which has two layers if deep, each with a temperature if so;
# outputs = places x classes.
Sizes = namedtuple("Sizes", "backbone pairs ticks neurons inputs heads synch_out synch_action synapse_depth memory "
                   "hidden outputs classes deep temperature", defaults=[True, True])


class BasicBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) + x)


class Resnet18Stage1(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.layer1 = nn.Sequential(BasicBlock(64), BasicBlock(64))

    def forward(self, x):
        return self.layer1(F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, stride=2, padding=1))


def digit_backbone(channels):       # 28x28 to 7x7
    return nn.Sequential(*(layer for before in (1, channels) for layer in (
        nn.Conv2d(before, channels, 3, padding=1), nn.BatchNorm2d(channels), nn.ReLU(), nn.MaxPool2d(2))))


class SignEmbedding(nn.Module):
    """One vector for -1 and one for +1, at every position of a sequence."""

    def __init__(self, channels):
        super().__init__()
        self.embedding = nn.Embedding(2, channels)

    def forward(self, x):
        return self.embedding((x == 1).long()).transpose(1, 2)


class HalfTurn(nn.Module):
    """Positions as angles from 0 to 180 degrees."""

    def __init__(self, channels):
        super().__init__()
        self.projection = nn.Linear(2, channels)

    def forward(self, features):
        angle = torch.linspace(0, math.pi, features.shape[-1])
        return self.projection(torch.stack([-angle.sin(), angle.cos()], 1)).t()


class UNet(nn.Module):
    def __init__(self, inputs, neurons, depth):
        super().__init__()
        widths = [int(w) for w in numpy.linspace(neurons, 16, depth)]
        steps = list(zip(widths, widths[1:]))
        self.first_projection = nn.Sequential(nn.Linear(inputs, neurons), nn.LayerNorm(neurons), nn.SiLU())
        self.down_projections = nn.ModuleList(self.block(wide, narrow) for wide, narrow in steps)
        self.up_projections = nn.ModuleList(self.block(narrow, wide) for wide, narrow in steps)
        self.skip_lns = nn.ModuleList(nn.LayerNorm(wide) for wide, _ in steps)

    @staticmethod
    def block(before, after):
        return nn.Sequential(nn.Dropout(0), nn.Linear(before, after), nn.LayerNorm(after), nn.SiLU())

    def forward(self, x):
        down = [self.first_projection(x)]
        for block in self.down_projections:
            down.append(block(down[-1]))
        x = down.pop()
        for block, norm in zip(reversed(self.up_projections), reversed(self.skip_lns)):
            x = norm(block(x) + down.pop())
        return x


class SuperLinear(nn.Module):
    """A private linear map for every neuron."""

    def __init__(self, inputs, outputs, neurons, temperature):
        super().__init__()
        bound = 1 / math.sqrt(inputs + outputs)
        self.w1 = nn.Parameter(torch.empty(inputs, outputs, neurons).uniform_(-bound, bound))
        self.b1 = nn.Parameter(torch.zeros(1, neurons, outputs))
        self.T = nn.Parameter(torch.ones(1)) if temperature else None

    def forward(self, x):
        y = torch.einsum("bni,ion->bno", x, self.w1) + self.b1
        return y if self.T is None else y / self.T


class Machine(nn.Module):
    """Names of parameters and buffers are those of the golden weights."""

    def __init__(self, sizes):
        super().__init__()
        self.sizes = s = sizes
        self.initial_rgb = nn.Conv2d(3, 3, 1) if s.backbone == "maze" else nn.Identity()
        self.backbone = (Resnet18Stage1() if s.backbone == "maze" else
                         SignEmbedding(s.inputs) if s.backbone == "parity" else digit_backbone(s.inputs))
        channels = 64 if s.backbone == "maze" else s.inputs
        self.positional_embedding = HalfTurn(s.inputs) if s.backbone == "parity" else None
        self.kv_proj = nn.Sequential(nn.Linear(channels, s.inputs), nn.LayerNorm(s.inputs))
        for name, wanted in ("out", s.synch_out), ("action", s.synch_action):
            left, right = torch.randint(s.neurons, (wanted,)), torch.randint(s.neurons, (wanted,))
            self.register_buffer(f"{name}_neuron_indices_left", left)
            self.register_buffer(f"{name}_neuron_indices_right", right)
            count = wanted if s.pairs == "random-pairing" else wanted * (wanted + 1) // 2
            self.register_parameter(f"decay_params_{name}", nn.Parameter(torch.zeros(count)))
        self.q_proj = nn.Linear(len(self.decay_params_action), s.inputs)
        self.attention = nn.MultiheadAttention(s.inputs, s.heads, batch_first=True)
        joined = s.inputs + s.neurons
        self.synapses = UNet(joined, s.neurons, s.synapse_depth) if s.synapse_depth > 1 else nn.Sequential(
            nn.Dropout(0), nn.Linear(joined, 2 * s.neurons), nn.GLU(), nn.LayerNorm(s.neurons))
        widths = [(s.memory, 2 * s.hidden), (s.hidden, 2)] if s.deep else [(s.memory, 2)]
        layers = [layer for inputs, outputs in widths
                  for layer in (SuperLinear(inputs, outputs, s.neurons, s.temperature), nn.GLU())]
        self.trace_processor = nn.Sequential(nn.Sequential(*layers))
        self.output_projector = nn.Sequential(nn.Linear(len(self.decay_params_out), s.outputs))
        start, trace = 1 / math.sqrt(s.neurons), 1 / math.sqrt(s.neurons + s.memory)
        self.start_activated_state = nn.Parameter(torch.empty(s.neurons).uniform_(-start, start))
        self.start_trace = nn.Parameter(torch.empty(s.neurons, s.memory).uniform_(-trace, trace))

    def products(self, z, name):
        if self.sizes.pairs == "first-last":
            wanted = self.sizes.synch_out if name == "out" else self.sizes.synch_action
            left = right = z[:, :wanted] if name == "out" else z[:, -wanted:]
        else:
            left = z[:, getattr(self, f"{name}_neuron_indices_left")]
            right = z[:, getattr(self, f"{name}_neuron_indices_right")]
        if self.sizes.pairs == "random-pairing":
            return left * right
        rows, columns = torch.triu_indices(left.shape[1], left.shape[1])
        return (left.unsqueeze(2) * right.unsqueeze(1))[:, rows, columns]

    def forward(self, x, histories=None):
        """Predictions B x outputs x ticks and certainties B x 2 x ticks; histories, a dictionary, gets lists."""
        features = self.backbone(self.initial_rgb(x))
        placed = features if self.positional_embedding is None else features + self.positional_embedding(features)
        kv = self.kv_proj(placed.flatten(2).transpose(1, 2))
        batch = len(x)
        trace = self.start_trace.expand(batch, -1, -1)
        z = self.start_activated_state.expand(batch, -1)
        with torch.no_grad():       # the gradient passes the clamp as if it were not there
            self.decay_params_out.clamp_(0, 15)
            self.decay_params_action.clamp_(0, 15)
        rate_out, rate_action = torch.exp(-self.decay_params_out), torch.exp(-self.decay_params_action)
        alpha_out, beta_out = self.products(z, "out"), torch.ones_like(rate_out)
        alpha_action = beta_action = 0
        predictions, certainties = [], []
        for _ in range(self.sizes.ticks):
            alpha_action = rate_action * alpha_action + self.products(z, "action")
            beta_action = rate_action * beta_action + 1
            synch_action = alpha_action / torch.sqrt(beta_action)
            query = self.q_proj(synch_action).unsqueeze(1)
            seen, weights = self.attention(query, kv, kv, average_attn_weights=False)
            seen = seen.squeeze(1)
            a = self.synapses(torch.cat([seen, z], 1))
            trace = torch.cat([trace[:, :, 1:], a.unsqueeze(2)], 2)
            z = self.trace_processor(trace).squeeze(2)
            alpha_out = rate_out * alpha_out + self.products(z, "out")
            beta_out = rate_out * beta_out + 1
            synch_out = alpha_out / torch.sqrt(beta_out)
            predictions.append(self.output_projector(synch_out))
            certainties.append(self.certainty(predictions[-1]))
            if histories is not None:
                for name, value in dict(synch_out=synch_out, synch_action=synch_action, pre_activations=a,
                                        post_activations=z, attention=weights, attention_out=seen).items():
                    histories.setdefault(name, []).append(value)
        if histories is not None:
            histories.update(kv_features=features, kv=kv)
        return torch.stack(predictions, 2), torch.stack(certainties, 2)

    def certainty(self, prediction):
        logs = F.log_softmax(prediction.reshape(len(prediction), -1, self.sizes.classes), 2)
        entropy = -(logs.exp() * logs).sum(2).mean(1) / math.log(self.sizes.classes)
        return torch.stack([entropy, 1 - entropy], 1)


def loss_of(predictions, certainties, target, classes, lookahead=0):
    """Mean of the best and of the most certain tick, and what led to it. With a lookahead, as for mazes, only the
    longest correct beginning and a few places after it count."""
    batch, outputs, ticks = predictions.shape
    logits = predictions.reshape(batch, outputs // classes, classes, ticks).transpose(1, 2)
    wanted = target.unsqueeze(2).expand(-1, -1, ticks)
    losses = F.cross_entropy(logits, wanted, reduction="none")
    parts = {}
    if lookahead:
        right = logits.argmax(1) == wanted
        reached = (right.cumprod(1).sum(1) - 1).clamp(min=0).amax(1)
        parts["mask_end"] = reached + lookahead
        parts["mask"] = mask = (torch.arange(target.shape[1]) < parts["mask_end"].unsqueeze(1)).float()
        parts["tick_loss"] = (losses * mask.unsqueeze(2)).sum(1) / mask.sum(1, keepdim=True)
    else:
        parts["tick_loss"] = losses.mean(1)
    parts["tick_of_least_loss"] = least = parts["tick_loss"].argmin(1)
    parts["tick_of_most_certainty"] = certain = certainties[:, 1].argmax(1)
    rows = torch.arange(batch)
    parts["loss"] = (parts["tick_loss"][rows, least] + parts["tick_loss"][rows, certain]).mean() / 2
    return parts["loss"], parts


ALLOWED = {"synch_out": 5e-5, "synch_action": 5e-5, "certainties": 2e-6, "attention": 2e-6, "gradients": 5e-5,
           "tick_of_least_loss": 0, "tick_of_most_certainty": 0, "mask_end": 0, "mask": 0, "clamped decays": 0}
ALLOWED_ELSE = 2e-5
DECAYS = ["decay_params_out", "decay_params_action"]


def golden_case(path, backbone, pairs, prefix="", run=""):
    """Largest difference of each quantity; prefix leads to the weights and inputs in the file, run to the outputs."""
    with numpy.load(path) as file:
        stored = {name[len(prefix):]: torch.from_numpy(file[name]) for name in file.files if name.startswith(prefix)}
    config = {name[7:]: value.item() for name, value in stored.items() if name.startswith("config/")}
    machine = Machine(Sizes(backbone, pairs, *(config[name] for name in (
        "iterations", "d_model", "d_input", "heads", "n_synch_out", "n_synch_action", "synapse_depth", "memory_length",
        "memory_hidden_dims", "out_dims")), classes=5 if backbone == "maze" else 2, deep=bool(config["deep_nlms"])))
    weights = {name[8:]: value for name, value in stored.items() if name.startswith("weights/")}
    weights.update({name: stored[f"{run}{name}_before"] for name in DECAYS if f"{run}{name}_before" in stored})
    machine.load_state_dict(weights)
    machine.train(run == "train/")
    got = {}
    predictions, certainties = machine(stored["input"], got)
    got = {name: torch.stack(value) if isinstance(value, list) else value for name, value in got.items()}
    loss, parts = loss_of(predictions, certainties, stored["target"], machine.sizes.classes,
                          config.get("lookahead", 0))
    loss.backward()
    got.update(parts, predictions=predictions, certainties=certainties)
    got.update({f"grad/{name}": weight.grad for name, weight in machine.named_parameters()})
    state = machine.state_dict()
    got.update({f"after/{name}": value for name, value in state.items()})
    got.update({f"{name}_after": state[name] for name in DECAYS})
    differences = {}
    for name in got:
        if run + name in stored:
            wanted = stored[run + name].double()
            assert got[name].shape == wanted.shape, f"{run}{name}: {got[name].shape} for {wanted.shape}"
            difference = (got[name].double() - wanted).abs().max().item()
            kind = ("clamped decays" if name.endswith("_after") else
                    {"grad": "gradients", "after": "running statistics"}.get(name.split("/")[0], name))
            if kind == "gradients":
                difference /= wanted.abs().max().item()
            differences[kind] = numpy.maximum(difference, differences.get(kind, 0))     # keeps NaN, as max does not
    return differences


def check(folder):
    parity, maze, others = paths = [os.path.join(folder, f"{name}.npz") for name in ("parity", "maze", "firstlast")]
    if not all(map(os.path.isfile, paths)):
        raise SystemExit(f"--goldens must hold parity.npz, maze.npz and firstlast.npz, but is {folder}.")
    cases = {
        "parity": golden_case(parity, "parity", "random"),
        "clamp": golden_case(parity, "parity", "random", run="clamp/"),
        "maze eval": golden_case(maze, "maze", "random-pairing", run="eval/"),
        "maze train": golden_case(maze, "maze", "random-pairing", run="train/"),
        "deep": golden_case(others, "parity", "first-last", prefix="deep/"),
        "shallow": golden_case(others, "parity", "first-last", prefix="shallow/"),
    }
    print(f"{'largest difference':24}{'allowed':>10}" + "".join(f"{name:>12}" for name in cases))
    failed = False
    for name in dict.fromkeys(name for case in cases.values() for name in case):
        allowed = ALLOWED.get(name, ALLOWED_ELSE)
        row = f"{name:24}{allowed:>10.0e}"
        for case in cases.values():
            beyond = name in case and not case[name] <= allowed
            failed |= beyond
            row += f"{case[name]:>11.1e}{'!' if beyond else ' '}" if name in case else " " * 12
        print(row.rstrip())
    print("Some differences, marked !, exceed what is allowed." if failed else "All within what is allowed.")
    return 1 if failed else 0


TASKS = {       # sizes, batch, shape of a sample, lookahead, number of parameters
    "parity": (Sizes("parity", "random", 25, 256, 64, 4, 32, 32, 1, 10, 8, 64, 2), 64, (32,), 0, 307_362),
    "maze": (Sizes("maze", "random-pairing", 20, 256, 64, 4, 64, 64, 4, 10, 8, 250, 5), 32, (3, 15, 15), 5, 456_952),
    "digits": (Sizes("digits", "first-last", 30, 128, 32, 1, 16, 16, 1, 15, 8, 10, 10, temperature=False),
               64, (1, 28, 28), 0, 99_658),
}


def time_steps(task, steps, warmup, threads, as_json):
    torch.manual_seed(0)
    sizes, batch, shape, lookahead, expected = TASKS[task]
    machine = Machine(sizes)
    parameters = sum(weight.numel() for weight in machine.parameters())
    assert parameters == expected, f"{task} must have {expected} parameters, but has {parameters}."
    adam = torch.optim.Adam(machine.parameters(), lr=1e-4)
    x = torch.randint(2, (batch, *shape)).float() * 2 - 1
    target = torch.randint(sizes.classes, (batch, sizes.outputs // sizes.classes))
    times = []
    for _ in range(warmup + steps):
        begin = time.perf_counter()
        adam.zero_grad()
        loss, _ = loss_of(*machine(x), target, sizes.classes, lookahead)
        loss.backward()
        adam.step()
        times.append(time.perf_counter() - begin)
    median, least, most = (round(of(times[warmup:]), 6) for of in (statistics.median, min, max))
    if as_json:
        print(json.dumps(dict(
            task=task, batch=batch, ticks=sizes.ticks, parameters=parameters, steps=steps, warmup=warmup,
            threads=threads, torch=torch.__version__, s_per_step_median=median, s_per_step_min=least,
            s_per_step_max=most, last_loss=round(loss.item(), 6))))
    else:
        print(f"torch {torch.__version__}, {task}, {parameters} parameters, batch {batch}, {threads} threads: "
              f"{median:.4f} s a step; least {least:.4f}, most {most:.4f}")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = options.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="compare outputs and gradients with golden arrays")
    checking.add_argument("--goldens", required=True, metavar="DIR")
    timing = commands.add_parser("time", help="time training steps on random inputs")
    timing.add_argument("task", choices=TASKS)
    for name, usual in ("--steps", 10), ("--warmup", 3), ("--threads", 2):
        timing.add_argument(name, type=int, default=usual)
    timing.add_argument("--json", action="store_true")
    given = options.parse_args()
    if given.command == "check":
        return check(given.goldens)
    if min(given.steps, given.threads) < 1 or given.warmup < 0:
        options.error("--steps and --threads must be at least 1, and --warmup at least 0.")
    torch.set_num_threads(given.threads)
    return time_steps(given.task, given.steps, given.warmup, given.threads, given.json)


if __name__ == "__main__":
    raise SystemExit(main())
