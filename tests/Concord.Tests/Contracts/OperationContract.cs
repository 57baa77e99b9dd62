using Xunit;

namespace Concord.Tests.Contracts;

/// <summary>Every one of the <see cref="OperationCases"/> keeps every rule of <see cref="OperationChecks"/>.</summary>
public sealed class OperationContract
{
    private const ulong Seed = 20260531;

    public static TheoryData<string> Names => [.. OperationCases.All.Select(operation => operation.Name)];

    [Theory, MemberData(nameof(Names))]
    public void The_result_is_that_of_the_slow_version(string name) =>
        OperationChecks.AgreesWithOracle(OperationCases.Named(name), Seed);

    [Theory, MemberData(nameof(Names))]
    public void The_pullback_is_the_derivative_of_the_slow_version(string name) =>
        OperationChecks.PullsBackTheDerivative(OperationCases.Named(name), Seed);

    [Theory, MemberData(nameof(Names))]
    public void Central_differences_approach_the_pullback_with_slope_two(string name) =>
        OperationChecks.DifferencesShowSlopeTwo(OperationCases.Named(name), Seed);

    [Theory, MemberData(nameof(Names))]
    public void Unfit_shapes_are_refused_by_name(string name) =>
        OperationChecks.RefusesMisfits(OperationCases.Named(name), Seed);

    [Theory, MemberData(nameof(Names))]
    public void Gradients_are_added(string name) => OperationChecks.AddsToGradients(OperationCases.Named(name), Seed);

    [Theory, MemberData(nameof(Names))]
    public void Untracked_arguments_get_no_gradient(string name) =>
        OperationChecks.LeavesUntrackedAlone(OperationCases.Named(name), Seed);

    [Theory, MemberData(nameof(Names))]
    public void A_tape_without_a_record_gives_the_same_result(string name) =>
        OperationChecks.GivesTheSameWithoutRecord(OperationCases.Named(name), Seed);

    [Theory, MemberData(nameof(Names))]
    public void A_second_pass_gives_the_same_bits_and_no_garbage(string name) =>
        OperationChecks.RepeatsWithoutGarbage(OperationCases.Named(name), Seed);

    [Fact]
    public void The_slope_is_seen_where_there_is_curvature() => Assert.All(
        OperationCases.All.Where(o => new[] { "LayerNorm", "Gelu", "conjugate" }.Any(o.Name.Contains)),
        operation => Assert.True(OperationChecks.DifferencesShowSlopeTwo(operation, Seed), operation.Name));

    [Fact]
    public void Every_case_has_a_name_of_its_own() =>
        Assert.Equal(OperationCases.All.Count, OperationCases.All.Select(o => o.Name).Distinct().Count());
}
