using System.Globalization;

namespace Concord.Lab;

/// <summary>Writes text whose numbers are the same in every program, whatever culture that has.</summary>
internal static class Invariant
{
    /// <summary>The text, written in the invariant culture.</summary>
    public static T Text<T>(Func<T> write)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return write();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
