using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Concord.Cli.Options;
using Concord.Cli.Terminals;
using Concord.Lab;
using Concord.Tensors;

namespace Concord.Cli;

/// <summary>Scores a trained model on the suites asked for, and shows how far it is.</summary>
internal sealed class Scoring(ScoreOptions options, ParseResult given, Terminal terminal) : IDisposable
{
    private readonly Workers _workers = new(options.Threads(given));

    /// <summary>A suite's score and how long it took.</summary>
    public readonly record struct Result(SuiteEntry Suite, ulong Seed, SuiteScore Score, double Seconds)
    {
        /// <summary>The result for JSON.</summary>
        public JsonObject ToJson()
        {
            var json = Numbers.Json(Score);
            json["seed"] = Seed;
            json["seconds"] = Seconds;
            return json;
        }
    }

    /// <summary>Scores one model on every suite.</summary>
    public IReadOnlyList<Result> Run(ITask task, TrainedModel model, string label, CancellationToken cancellation)
    {
        var suites = options.Suites(given, task);
        var examinations = suites.Select(suite => options.Read(given, task, suite, model.Study)).ToList();
        return Meter.Show(terminal, label, meter =>
        {
            var results = new List<Result>();
            foreach (var (suite, examination) in suites.Zip(examinations))
            {
                var clock = Stopwatch.StartNew();
                var score = model.Study.Score(model.Weights, examination with
                {
                    Cancellation = cancellation,
                    Progress = done => meter.Report(
                        (results.Count + ((double)done / examination.Count)) / suites.Count,
                        $"{suite.Name} {done}/{examination.Count}, {done / clock.Elapsed.TotalSeconds:f0}/s"),
                }, _workers);
                results.Add(new Result(
                    suite, options.Seed(given, suite), score.OrThrow(examination.Iterations),
                    clock.Elapsed.TotalSeconds));
            }
            return results;
        });
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => _workers.Dispose();
}
