using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concord.Lab.Data;
using Concord.Tensors.Storage;

namespace Concord.Lab.Papers;

/// <summary>The scores of a reproduction, a line of JSON each; what stands here need not be measured again.</summary>
internal sealed class ScoreLog
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
    };

    private readonly string _path;
    private readonly List<TrialScore> _scores = [];

    /// <summary>Reads what there is.</summary>
    /// <exception cref="InvalidDataException">A line is no score.</exception>
    public ScoreLog(string path)
    {
        _path = path;
        Read();
    }

    /// <summary>Reads anew what there is, since another process may have added to it.</summary>
    /// <exception cref="InvalidDataException">A line is no score.</exception>
    public void Read()
    {
        _scores.Clear();
        var lines = File.Exists(_path) ? TextFile.Read(_path, most: int.MaxValue).TrimEnd('\n').Split('\n') : [];
        foreach (var (index, line) in (lines is [""] ? [] : lines).Index())
            try
            {
                _scores.Add(JsonSerializer.Deserialize<TrialScore>(line, Json)
                    ?? throw new JsonException("it is null."));
            }
            catch (JsonException broken)
            {
                throw new InvalidDataException(
                    $"Line {index + 1} of {_path} must be a score as JSON, but is not; without the line, that score is "
                    + "taken anew.", broken);
            }
    }

    /// <summary>The score of a training, or null if it was not taken.</summary>
    public TrialScore? Find(string key, Examination asked) =>
        _scores.Find(score => score.Key == key && score.Answers(asked));

    /// <summary>Any score of a training, which tells how that went; null if there is none.</summary>
    public TrialScore? Find(string key) => _scores.Find(score => score.Key == key);

    /// <summary>Adds a score; the file is replaced as a whole.</summary>
    public void Add(TrialScore score)
    {
        _scores.Add(score);
        AtomicFile.Write(_path, stream =>
        {
            foreach (var line in _scores)
                stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, Json) + "\n"));
        });
    }
}
