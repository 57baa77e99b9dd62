using System.Buffers.Binary;
using System.Text;
using Concord.Tensors;

namespace Concord.Benchmarks.Fuzz;

/// <summary>Changes valid files at random: bits, numbers, pieces, lengths, and joins of two files.</summary>
internal static class Mutator
{
    private const int MostLength = 1 << 16, MostChanges = 6;

    private static readonly long[] Numbers =
    [
        0, 1, -1, 7, 8, 127, 128, 255, 256, 1000, 1001, 32767, 32768, 65535, 65536, int.MaxValue, int.MinValue,
        uint.MaxValue, 1L << 32, 1L << 53, long.MaxValue, long.MinValue,
    ];

    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "0", "-1", "1e999", "1e-999", "NaN", "-Infinity", "00000000000000000001", "18446744073709551616", "0x7f",
            "\0", "\u00ef\u00bb\u00bf", "\u00ff\u00fe", "\r", "\r\n", "\n\n", "\t", " ", "#", "\"", "\\", "\\u0000",
            "\\ud800", "{", "[", "]", "}", ",", ":", "null", "true", "é", "\u2588", "\u001b[2J",
        }.Select(word => word.All(sign => sign < 256) ? Encoding.Latin1.GetBytes(word) : Encoding.UTF8.GetBytes(word)),
        .. Numbers.Select(number => Encoding.ASCII.GetBytes($"{number}")),
    ];

    /// <summary>A changed file; the same for the same generator.</summary>
    public static byte[] Change(Door door, Rng random)
    {
        List<byte> file = [.. Pick(door.Seeds, random)];
        for (var changes = 1 + random.Below(1 + random.Below(MostChanges)); changes > 0; changes--)
            Change(file, door, random);
        byte[] changed = [.. file.Take(MostLength)];
        return random.Bit() == 1 ? door.Repair(changed, random) : changed;
    }

    private static void Change(List<byte> file, Door door, Rng random)
    {
        var place = random.Below(file.Count + 1);
        var rest = file.Count - place;
        var some = Math.Min(rest, 1 + random.Below(random.Bit() == 1 ? 4 : 64));
        switch (random.Below(12))
        {
            case 0 when rest > 0: file[place] ^= (byte)(1 << random.Below(8)); break;
            case 1 when rest > 0: file[place] = (byte)random.Below(256); break;
            case 2: file.RemoveRange(place, some); break;
            case 3: file.RemoveRange(place, rest); break;
            case 4: file.InsertRange(place, file.GetRange(place, some)); break;
            case 5: Repeat(file, place, some, random); break;
            case 6: Overwrite(file, place, Number(random)); break;
            case 7: Overwrite(file, place, Pick(door.Tokens.Count > 0 ? door.Tokens : Words, random)); break;
            case 8: file.InsertRange(place, Pick(door.Tokens.Count > 0 ? door.Tokens : Words, random)); break;
            case 9: file.InsertRange(place, Pick(Words, random)); break;
            case 10: ReplaceDigits(file, place, random); break;
            default: Join(file, place, Pick(door.Seeds, random), random); break;
        }
    }

    private static void Repeat(List<byte> file, int place, int length, Rng random)
    {
        var piece = file.GetRange(place, length);
        for (var times = 1 << random.Below(10); times > 0 && file.Count < MostLength; times--)
            file.InsertRange(place, piece);
    }

    // A number as files have it in binary: two, four or eight bytes, either end first.
    private static byte[] Number(Rng random)
    {
        var number = Numbers[random.Below(Numbers.Length)] + random.Below(3) - 1;
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        bytes = bytes[..(2 << random.Below(3))];
        if (random.Bit() == 1)
            Array.Reverse(bytes);
        return bytes;
    }

    private static void Overwrite(List<byte> file, int place, byte[] bytes)
    {
        file.RemoveRange(place, Math.Min(bytes.Length, file.Count - place));
        file.InsertRange(place, bytes);
    }

    // The next number that stands there as text becomes another.
    private static void ReplaceDigits(List<byte> file, int place, Rng random)
    {
        var begin = file.FindIndex(place, sign => char.IsAsciiDigit((char)sign));
        if (begin < 0)
            return;
        var end = file.FindIndex(begin, sign => !char.IsAsciiDigit((char)sign));
        file.RemoveRange(begin, (end < 0 ? file.Count : end) - begin);
        file.InsertRange(begin, Encoding.ASCII.GetBytes($"{Numbers[random.Below(Numbers.Length)]}"));
    }

    private static void Join(List<byte> file, int place, byte[] other, Rng random)
    {
        file.RemoveRange(place, file.Count - place);
        file.AddRange(other[random.Below(other.Length + 1)..]);
    }

    private static byte[] Pick(IReadOnlyList<byte[]> all, Rng random) => all[random.Below(all.Count)];
}
