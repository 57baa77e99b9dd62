namespace Concord.Benchmarks.Roofline;

/// <summary>The multiply-adds of one step, part by part; two floating-point operations each.</summary>
internal sealed record MultiplyAdds
{
    /// <summary>From views to costs, guesses and factors of maps, and back.</summary>
    public double Encoder { get; init; }

    /// <summary>Forming maps, and back.</summary>
    public double Maps { get; init; }

    /// <summary>Map products of the conjugate gradient steps.</summary>
    public double ProductsForward { get; init; }

    /// <summary>Residuals of directions computed again on the way back, which memory could hold instead.</summary>
    public double ProductsAgain { get; init; }

    /// <summary>Map products that take derivatives of states back.</summary>
    public double ProductsBackward { get; init; }

    /// <summary>Outer products that make the derivatives of maps.</summary>
    public double MapGradients { get; init; }

    /// <summary>All that is one number at a time: x- and u-updates, and the vectors of the steps.</summary>
    public double VectorUpdates { get; init; }

    /// <summary>From states to answers, and back.</summary>
    public double Decoder { get; init; }

    /// <summary>The update of the weights.</summary>
    public double Optimiser { get; init; }

    /// <summary>The parts by name.</summary>
    public IReadOnlyList<(string Name, double Count)> Parts =>
    [
        ("encoder", Encoder), ("maps", Maps), ("products forward", ProductsForward),
        ("products again", ProductsAgain), ("products backward", ProductsBackward), ("map gradients", MapGradients),
        ("vector updates", VectorUpdates), ("decoder", Decoder), ("optimiser", Optimiser),
    ];

    /// <summary>All parts together.</summary>
    public double Total => Parts.Sum(part => part.Count);
}
