using Concord.Lab.Tasks.Digits;

namespace Concord.Lab.Data;

/// <summary>The one list of data sets that can be downloaded.</summary>
public static class DataSets
{
    /// <summary>All data sets.</summary>
    public static IReadOnlyList<DataSet> All { get; } = [Mnist.Source];

    /// <summary>The data set of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the sentence lists the names.</exception>
    public static DataSet Of(string name) =>
        All.FirstOrDefault(data => data.Name == name)
        ?? throw new ArgumentException(
            $"The data set must be one of {string.Join(", ", All.Select(data => data.Name))}, but is {name}.");
}
