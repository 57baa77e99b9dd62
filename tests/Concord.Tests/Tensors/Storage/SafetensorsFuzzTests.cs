using System.Text;
using Concord.Tensors;
using Concord.Tensors.Storage;
using Xunit;

namespace Concord.Tests.Tensors.Storage;

/// <summary>Damage by chance: a file is read or refused with a sentence, and nothing else ever happens.</summary>
public sealed class SafetensorsFuzzTests
{
    /// <summary>With a checksum no flipped bit gets through, except one that hides the checksum itself.</summary>
    [Fact]
    public void Every_flipped_bit_is_found()
    {
        var bytes = SampleFiles.Small();
        var name = Encoding.UTF8.GetString(bytes).IndexOf("concord.crc32c", StringComparison.Ordinal);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            var hides = bit / 8 >= name && bit / 8 < name + "concord.crc32c".Length;
            if (Attempt(bytes) is { } read)
            {
                Assert.True(hides, $"Bit {bit} was not noticed.");
                Assert.Equal([1f, 2f, 3f], read.Floats("w"));
            }
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
        Assert.Equal([1f, 2f, 3f], SafetensorsFile.Parse(bytes, "F").Floats("w"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Random_damage_is_read_or_refused_and_never_anything_else(bool withChecksum)
    {
        var sound = withChecksum ? SampleFiles.Small() : SampleFiles.Foreign(
            """
            {"__metadata__":{"k":"é"},
             "w":{"dtype":"F32","shape":[1,2],"data_offsets":[1,9]},"b":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}
            """,
            0, 1, 2, 3, 4, 5, 6, 7, 8);
        Assert.NotNull(Attempt(sound));
        int read = 0, refused = 0;
        for (var seed = 0UL; seed < 4000; seed++)
        {
            var damaged = Damage(sound, withChecksum ? 20 : 9, new Rng(seed));
            try
            {
                if (Attempt(damaged) is null)
                    refused++;
                else
                    read++;
            }
            catch (Exception surprise)
            {
                Assert.Fail($"Seed {seed}: {surprise}");
            }
        }
        Assert.True(refused > 2000, $"{refused} refused");
        Assert.True(withChecksum || read > 50, $"{read} read");
    }

    // Anything but "not a valid file" is a defect and passes on to the test.
    private static SafetensorsFile? Attempt(byte[] bytes)
    {
        try
        {
            var file = SafetensorsFile.Parse(bytes, "F");
            foreach (var name in file.Names.Where(name => file.Dtype(name) == Dtype.F32))
                file.Floats(name);
            return file;
        }
        catch (InvalidDataException refusal)
        {
            Assert.EndsWith(".", refusal.Message);
            return null;
        }
    }

    private static byte[] Damage(byte[] sound, int dataLength, Rng random)
    {
        var bytes = sound.ToList();
        for (var changes = 1 + random.Below(3); changes > 0 && bytes.Count > 0; changes--)
        {
            var place = random.Below(bytes.Count);
            switch (random.Below(6))
            {
                case 0: bytes[place] = (byte)random.Below(256); break;
                case 1: bytes[place] ^= (byte)(1 << random.Below(8)); break;
                case 2: bytes[place] = "{}[]\",:0123456789-eE\\u"u8[random.Below(22)]; break;
                case 3: bytes.RemoveRange(place, Math.Min(random.Below(8), bytes.Count - place)); break;
                case 4: bytes.InsertRange(place, bytes.Slice(0, Math.Min(random.Below(40), place))); break;
                default: bytes.RemoveRange(place, bytes.Count - place); break;
            }
        }
        // Half of the time the length is put right, so that the damage reaches the parser.
        if (bytes.Count >= 8 && random.Bit() == 1)
            return [.. BitConverter.GetBytes((long)Math.Max(0, bytes.Count - 8 - dataLength)), .. bytes[8..]];
        return [.. bytes];
    }
}
