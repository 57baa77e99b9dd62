using System.Reflection;
using BenchmarkDotNet.Attributes;
using Concord.Benchmarks.Kernels;
using Xunit;

namespace Concord.Tests.Benchmarks;

/// <summary>Every benchmark runs, small, so that none rots between measurements.</summary>
public sealed class KernelBenchmarkTests
{
    private static readonly Type[] s_classes =
        [.. typeof(GemmBenchmark).Assembly.GetExportedTypes().Where(type => Marked<BenchmarkAttribute>(type).Any())];

    public static TheoryData<string, string> All =>
        [.. from type in s_classes
            from method in Marked<BenchmarkAttribute>(type)
            select new TheoryDataRow<string, string>(type.Name, method.Name)];

    [Theory, MemberData(nameof(All))]
    public void A_benchmark_gives_the_same_finite_checksum_from_every_start(string type, string method)
    {
        var benchmark = s_classes.Single(c => c.Name == type);
        var checksum = RunOnce(benchmark, method);
        Assert.True(double.IsFinite(checksum) && checksum != 0, $"{type}.{method} gave {checksum}.");
        Assert.Equal(checksum, RunOnce(benchmark, method));
    }

    private static double RunOnce(Type type, string method)
    {
        var benchmark = Activator.CreateInstance(type)!;
        var tiny = type.GetField(nameof(GemmBenchmark.Tiny))!.GetRawConstantValue();
        type.GetProperty(nameof(GemmBenchmark.Size))!.SetValue(benchmark, tiny);
        Assert.Single(Marked<GlobalSetupAttribute>(type)).Invoke(benchmark, null);
        var checksum = (double)type.GetMethod(method)!.Invoke(benchmark, null)!;
        Assert.Single(Marked<GlobalCleanupAttribute>(type)).Invoke(benchmark, null);
        return checksum;
    }

    private static IEnumerable<MethodInfo> Marked<T>(Type type)
        where T : Attribute =>
        type.GetMethods().Where(method => method.IsDefined(typeof(T)));
}
