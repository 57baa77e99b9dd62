using Concord.Lab.Models;
using Concord.Tensors;

namespace Concord.Tests.Lab.Models;

/// <summary>Looks at samples that are shown in whole.</summary>
internal static class WholeViews
{
    /// <summary>One sample alone.</summary>
    public static ThoughtViews Loaded(this ISampleReader<ThoughtViews> reader, int sample)
    {
        reader.Put(0, sample, variant: 0);
        return reader.Read(1);
    }

    /// <summary>The numbers of all samples.</summary>
    public static float[] Inputs(this ThoughtViews views)
    {
        using var tape = new Tape(recording: false);
        return views.Whole(tape).Numbers.Values.ToArray();
    }
}
