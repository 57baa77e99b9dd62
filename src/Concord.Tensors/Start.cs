namespace Concord.Tensors;

/// <summary>How a parameter's numbers are set before training.</summary>
public abstract record Start
{
    /// <summary>All zero.</summary>
    public static Start Zero { get; } = new ConstantStart(0);

    /// <summary>All one.</summary>
    public static Start One { get; } = new ConstantStart(1);

    /// <summary>Normal, cut at two standard deviations, with variance 1/rows after the cut (LeCun).</summary>
    public static Start LeCun { get; } = new LeCunStart();

    /// <summary>
    /// For stacked maps [maps, rows, columns]: each map has orthonormal rows, or columns where it has more rows.
    /// </summary>
    public static Start Orthonormal { get; } = new OrthonormalStart();

    /// <summary>All equal to one number.</summary>
    public static Start Constant(float value) => new ConstantStart(value);

    /// <summary>The given numbers.</summary>
    public static Start Constants(params ReadOnlySpan<float> values) => new GivenStart([.. values]);

    /// <summary>Uniform between −bound and bound.</summary>
    public static Start Uniform(float bound) => new UniformStart(Require.NotNegative(bound));

    /// <summary>Normal with mean zero and this standard deviation, nothing cut.</summary>
    public static Start Normal(float deviation) => new NormalStart(Require.NotNegative(deviation));

    /// <summary>
    /// For stacked maps [maps, rows, columns] with columns = maps · rows: map k selects the k-th run of entries, with
    /// normal noise of this standard deviation on all its numbers.
    /// </summary>
    public static Start Selectors(float noise) => new SelectorStart(Require.NotNegative(noise));

    /// <summary>Writes the start values of one parameter.</summary>
    public abstract void Fill(Span<float> values, Shape shape, Rng rng);

    private sealed record ConstantStart(float Value) : Start
    {
        public override void Fill(Span<float> values, Shape shape, Rng rng) => values.Fill(Value);
    }

    private sealed record GivenStart(float[] Values) : Start
    {
        public override void Fill(Span<float> values, Shape shape, Rng rng) => Values.CopyTo(values);
    }

    private sealed record UniformStart(float Bound) : Start
    {
        public override void Fill(Span<float> values, Shape shape, Rng rng)
        {
            foreach (ref var value in values)
                value = (float)(Bound * ((2 * rng.Uniform()) - 1));
        }
    }

    private sealed record NormalStart(float Deviation) : Start
    {
        public override void Fill(Span<float> values, Shape shape, Rng rng)
        {
            foreach (ref var value in values)
                value = (float)(Deviation * rng.Normal());
        }
    }

    private sealed record SelectorStart(float Noise) : Start
    {
        public override void Fill(Span<float> values, Shape shape, Rng rng)
        {
            int columns = shape.Columns, maps = shape.Rank == 3 ? shape[0] : 0;
            Require.That(
                maps > 0 && maps * shape[1] == columns, "A stack of selectors",
                "must have as many columns as rows of all maps", shape);
            Normal(Noise).Fill(values, shape, rng);
            for (var row = 0; row < columns; row++)
                values[(row * columns) + row] += 1;
        }
    }

    private sealed record LeCunStart : Start
    {
        // The standard deviation of a standard normal number cut at ±2.
        private const double Cut = 0.87962566103423978;

        public override void Fill(Span<float> values, Shape shape, Rng rng)
        {
            var scale = Math.Sqrt(1.0 / shape[shape.Rank - 2]) / Cut;
            foreach (ref var value in values)
            {
                double draw;
                do
                    draw = rng.Normal();
                while (Math.Abs(draw) > 2);
                value = (float)(scale * draw);
            }
        }
    }

    private sealed record OrthonormalStart : Start
    {
        public override void Fill(Span<float> values, Shape shape, Rng rng)
        {
            int rows = shape[shape.Rank - 2], columns = shape.Columns;
            for (var at = 0; at < values.Length; at += rows * columns)
            {
                var map = values.Slice(at, rows * columns);
                if (rows <= columns)
                    FillOne(map, columns, rng);
                else
                    FillTall(map, columns, rng);
            }
        }

        private static void FillTall(Span<float> map, int columns, Rng rng)
        {
            var rows = map.Length / columns;
            var wide = new float[map.Length];
            FillOne(wide, rows, rng);
            for (var i = 0; i < map.Length; i++)
                map[i] = wide[(i % columns * rows) + (i / columns)];
        }

        // Gram and Schmidt, twice: the second sweep removes what rounding left of the first.
        private static void FillOne(Span<float> map, int columns, Rng rng)
        {
            for (var r = 0; r < map.Length; r += columns)
            {
                var row = map.Slice(r, columns);
                foreach (ref var value in row)
                    value = (float)rng.Normal();
                for (var sweep = 0; sweep < 2; sweep++)
                    for (var other = 0; other < r; other += columns)
                        Subtract(row, map.Slice(other, columns));
                var norm = 0.0;
                foreach (var value in row)
                    norm += (double)value * value;
                foreach (ref var value in row)
                    value = (float)(value / Math.Sqrt(norm));
            }
        }

        private static void Subtract(Span<float> row, ReadOnlySpan<float> unit)
        {
            var dot = 0.0;
            for (var i = 0; i < row.Length; i++)
                dot += (double)row[i] * unit[i];
            for (var i = 0; i < row.Length; i++)
                row[i] -= (float)(dot * unit[i]);
        }
    }
}
