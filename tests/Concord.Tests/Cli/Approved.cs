using Concord.Tests.Golden;
using Xunit;

namespace Concord.Tests.Cli;

/// <summary>Compares text with what somebody approved: the files in <c>Expected</c>.</summary>
/// <remarks>
/// With CONCORD_APPROVE=1 in the environment the files are written instead; read the difference then.
/// </remarks>
internal static class Approved
{
    public static void Check(string name, string text)
    {
        if (SharedData.Repository() is not { } root)
        {
            Assert.Skip("The approved texts lie in the repository, which is not here.");
            return;
        }
        var path = Path.Combine(root, "tests", "Concord.Tests", "Cli", "Expected", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("CONCORD_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        Assert.Equal(File.ReadAllText(path), text);
    }
}
