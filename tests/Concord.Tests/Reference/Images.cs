namespace Concord.Tests.Reference;

/// <summary>What is done to images, rows of places with their channels, by the definition.</summary>
public static class Images
{
    /// <summary>A 3×3 convolution with zeros outside: kernel [line, column, in, out].</summary>
    public static double[] Convolve(double[] image, int height, int width, double[] kernel, double[] bias)
    {
        int outputs = bias.Length, inputs = kernel.Length / 9 / outputs;
        var y = new double[image.Length / inputs * outputs];
        for (var i = 0; i < y.Length; i++)
        {
            int o = i % outputs, column = i / outputs % width, line = i / outputs / width % height;
            var first = i / outputs / width / height * height * width;
            y[i] = bias[o];
            for (var dy = -1; dy <= 1; dy++)
                for (var dx = -1; dx <= 1; dx++)
                    if (line + dy >= 0 && line + dy < height && column + dx >= 0 && column + dx < width)
                        for (var c = 0; c < inputs; c++)
                            y[i] += image[((first + ((line + dy) * width) + column + dx) * inputs) + c]
                                * kernel[((((3 * (dy + 1)) + dx + 1) * inputs) + c) * outputs + o];
        }
        return y;
    }

    /// <summary>The places of even lines and columns.</summary>
    public static double[] Thin(double[] image, int height, int width, int channels) => PerCell(
        image, height, width, channels, ((height + 1) / 2, (width + 1) / 2),
        (line, column) => [(2 * line, 2 * column)], numbers => numbers.Single());

    /// <summary>The largest of three by three places around those of even lines and columns.</summary>
    public static double[] MaxOfNine(double[] image, int height, int width, int channels) => PerCell(
        image, height, width, channels, ((height + 1) / 2, (width + 1) / 2),
        (line, column) => [.. from y in Enumerable.Range((2 * line) - 1, 3)
                              from x in Enumerable.Range((2 * column) - 1, 3)
                              where y >= 0 && y < height && x >= 0 && x < width
                              select (y, x)],
        numbers => numbers.Max());

    /// <summary>The largest of two by two places; odd ends are dropped.</summary>
    public static double[] Max(double[] image, int height, int width, int channels) => PerCell(
        image, height, width, channels, (height / 2, width / 2),
        (line, column) => [.. Enumerable.Range(0, 4).Select(k => ((2 * line) + (k / 2), (2 * column) + (k % 2)))],
        numbers => numbers.Max());

    /// <summary>The mean over side × side cells: all places that a cell of a real length meets.</summary>
    public static double[] Adaptive(double[] image, int height, int width, int channels, int side)
    {
        return PerCell(
            image, height, width, channels, (side, side),
            (i, j) => [.. from line in Enumerable.Range(0, height) where Meets(line, i, height)
                          from column in Enumerable.Range(0, width) where Meets(column, j, width)
                          select (line, column)],
            numbers => numbers.Average());

        // [place, place + 1) and [cell · length / side, (cell + 1) · length / side) have more than a point in common.
        bool Meets(int place, int cell, int length) =>
            place * side < (cell + 1) * length && cell * length < (place + 1) * side;
    }

    private static double[] PerCell(
        double[] image, int height, int width, int channels, (int Lines, int Columns) cells,
        Func<int, int, (int Line, int Column)[]> places, Func<IEnumerable<double>, double> summary)
    {
        var samples = image.Length / (height * width * channels);
        return [.. from sample in Enumerable.Range(0, samples)
                   from line in Enumerable.Range(0, cells.Lines)
                   from column in Enumerable.Range(0, cells.Columns)
                   let of = places(line, column)
                   from c in Enumerable.Range(0, channels)
                   select summary(of.Select(
                       p => image[((((sample * height) + p.Line) * width) + p.Column) * channels + c]))];
    }
}
