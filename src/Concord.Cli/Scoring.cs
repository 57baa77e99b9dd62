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
    private bool _isInterrupted;

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

    /// <summary>Scores one model on every suite; at an interrupt, those that are finished are what there is.</summary>
    public IReadOnlyList<Result> Run(ITask task, TrainedModel model, string label, CancellationToken cancellation)
    {
        var suites = options.Suites(given, task);
        var examinations = suites.Select(suite => options.Read(given, task, suite, model.Study)).ToList();
        return Meter.Show(terminal, label, meter =>
        {
            var results = new List<Result>();
            try
            {
                foreach (var (suite, examination) in suites.Zip(examinations))
                {
                    cancellation.ThrowIfCancellationRequested();
                    var clock = Stopwatch.StartNew();
                    var asked = examination with
                    {
                        Cancellation = cancellation,
                        Progress = done => meter.Report(
                            (results.Count + ((double)done / examination.Count)) / suites.Count,
                            $"{suite.Name} {done}/{examination.Count}, {done / clock.Elapsed.TotalSeconds:f0}/s"),
                    };
                    var score = LongWork.Run(() => model.Study.Score(model.Weights, asked, _workers), cancellation);
                    results.Add(new Result(
                        suite, options.Seed(given, suite), score.OrThrow(examination.Iterations),
                        clock.Elapsed.TotalSeconds));
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                _isInterrupted = true;
            }
            return results;
        });
    }

    /// <summary>The sentence for an interrupt, after which so many suites are printed.</summary>
    public static string Interrupted(int finished) => finished switch
    {
        0 => CommandLine.NothingChanged,
        1 => "Interrupted; the suite above was finished.",
        _ => $"Interrupted; the {finished} suites above were finished.",
    };

    /// <summary>Ends the threads.</summary>
    /// <remarks>At an interrupt, a suite that is left alone may still use them; they end with the process.</remarks>
    public void Dispose()
    {
        if (!_isInterrupted)
            _workers.Dispose();
    }
}
