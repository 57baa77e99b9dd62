using Concord.Tests.Contracts.Cases;

namespace Concord.Tests.Contracts;

/// <summary>The one list of operations that the contract is tested on. A new operation adds its cases here.</summary>
public static class OperationCases
{
    public static IReadOnlyList<OperationCase> All { get; } =
    [
        .. DenseCases.All,
        .. NormCases.All,
        .. EntryCases.All,
        .. RowCases.All,
        .. TokenCases.All,
        .. ImageCases.All,
        .. NeighbourCases.All,
        .. RelationCases.All,
        .. CrossEntropyCases.All,
        .. ThinkingCases.All,
        .. CtcCases.All,
        .. ProxCases.All,
        .. SheafCases.All,
        .. FactorCases.All,
        .. ConjugateGradientCases.All,
    ];

    /// <summary>The case with this name.</summary>
    public static OperationCase Named(string name) => All.Single(operation => operation.Name == name);
}
