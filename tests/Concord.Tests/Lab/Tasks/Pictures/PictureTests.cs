using System.Text;
using Concord.Lab.Tasks.Pictures;
using Xunit;

namespace Concord.Tests.Lab.Tasks.Pictures;

/// <summary>Netpbm's formats as its tools and others write them; PNG has tests of its own.</summary>
public sealed class PictureTests
{
    [Theory]
    [InlineData("P2\n3 2\n255\n0 51 102 153 204 255\n")]
    [InlineData("P2 3 2 10\n0 2 4\n6 8 10")]
    [InlineData("P2\n# a # b\n3 # width\n2\n#\n65535 0 13107 26214 39321 52428 65535")]
    [InlineData("P2\r\n3 2\r\n255\r\n0 51 102\r\n153 204 255\r\n")]
    [InlineData("P2\r3 2\r255\r0 51 102\r153 204 255\r")]
    [InlineData("\u00ef\u00bb\u00bfP2 3 2 255 0 51 102 153 204 255")]
    [InlineData("P2#c\n3 2#c\n255#c\n0 51 102#c\n153 204 255#c")]
    [InlineData("P2 3 2 00000000000255 0 51 102 153 204 255")]
    [InlineData("P5 3 2 255\n\0\u0033\u0066\u0099\u00cc\u00ff")]
    [InlineData("P5 3 2 255\n\0\u0033\u0066\u0099\u00cc\u00ff\n")]
    [InlineData("P5\r\n3 2\r\n255\r\n\0\u0033\u0066\u0099\u00cc\u00ff")]
    [InlineData("P5 3 2 255\r\0\u0033\u0066\u0099\u00cc\u00ff")]
    [InlineData("P5 3 2 255# white\n\0\u0033\u0066\u0099\u00cc\u00ff")]
    [InlineData("P5 3 2 255# white\r\n\0\u0033\u0066\u0099\u00cc\u00ff")]
    [InlineData("P5 3 2 255\n# made by hand\n\0\u0033\u0066\u0099\u00cc\u00ff")]
    [InlineData("P5 3 2 255\n# two\n# lines\n\0\u0033\u0066\u0099\u00cc\u00ff")]
    [InlineData("P5 3 2 5\n\0\u0001\u0002\u0003\u0004\u0005")]
    [InlineData("P5 3 2 1000\n\0\0\0\u00c8\u0001\u0090\u0002\u0058\u0003\u0020\u0003\u00e8")]
    [InlineData("P5 3 2 65535\n\0\0\u0033\u0033\u0066\u0066\u0099\u0099\u00cc\u00cc\u00ff\u00ff")]
    [InlineData("P3 3 2 5 0 0 0 1 1 1 2 2 2 3 3 3 4 4 4 5 5 5")]
    [InlineData("P6 3 2 5\n\0\0\0\x01\x01\x01\x02\x02\x02\x03\x03\x03\x04\x04\x04\x05\x05\x05")]
    public void One_ramp_is_read_from_every_form(string file)
    {
        var picture = Read(file);
        Assert.Equal((2, 3), (picture.Height, picture.Width));
        Assert.Equal<byte>([0, 51, 102, 153, 204, 255], picture.ToGrey());
    }

    [Theory]
    [InlineData("P1 9 2\n0 1 0 1 0 1 0 1 0\n1 1 1 1 1 1 1 1 0")]
    [InlineData("P1 9 2\n010101010111111110")]
    [InlineData("P1\n#c\n9 2\n01010#c\n1010 11111111\n0\n")]
    [InlineData("P4 9 2\n\u0055\0\u00ff\0")]
    [InlineData("P4\n# c\n9 2\n\u0055\u007f\u00ff\u007f")]
    [InlineData("P4 9 2\r\n\u0055\0\u00ff\0")]
    public void Bits_are_black_where_they_are_set(string file) => Assert.Equal<byte>(
        [255, 0, 255, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 255], Read(file).ToGrey());

    [Fact]
    public void Bytes_that_look_like_blanks_or_comments_are_pixels()
    {
        foreach (var pixels in (string[])["\n\n\n\n\n\n", "\r\n\r\n\r\n", "# \n# \n", "######", "\n#\n#\n#"])
            foreach (var end in (string[])["", "\n", "\r\n"])
                Assert.Equal(pixels.Select(sign => (byte)sign), Read($"P5 3 2 255\n{pixels}{end}").ToGrey());
    }

    [Fact]
    public void Colours_are_as_bright_as_they_look() => Assert.Equal<byte>(
        [76, 150, 29, 255, 0, 128], Read("P3 3 2 255 255 0 0 0 255 0 0 0 255 255 255 255 0 0 0 128 128 128").ToGrey());

    [Theory]
    [InlineData("P5 3 2 255\n12345", "F: a picture of 2x3 pixels must have 6 bytes, but has 5.")]
    [InlineData("P5 3 2 256\n12345678901", "F: a picture of 2x3 pixels must have 12 bytes, but has 11.")]
    [InlineData("P4 9 2\n123", "F: a picture of 2x9 pixels must have 4 bytes, but has 3.")]
    [InlineData("P5 3 2 255", "F: a picture of 2x3 pixels must have 6 bytes, but has 0.")]
    [InlineData("P5 3 2 255# no end", "F: a picture of 2x3 pixels must have 6 bytes, but has 0.")]
    [InlineData("P5 3 2 255\n123456x", "F: the file must end after 2x3 pixels, but goes on.")]
    [InlineData("P5 3 2 255\n123456P5 3 2 255\n123456", "the file must end after 2x3 pixels, but another picture")]
    [InlineData("P2 3 2 9 1 2 3 4 5 6 7", "F: the file must end after 2x3 pixels, but goes on.")]
    [InlineData("P2 3 2 9 1 2 3 4 5", "F: the pixel at row 2, column 3 must lie between 0 and 9, but is missing.")]
    [InlineData("P2 3 2 9 1 2 3 4 5 -6", "F: the pixel at row 2, column 3 must lie between 0 and 9, but is no number.")]
    [InlineData("P3 3 2 9 1 2 3 4 5 10", "F: the pixel at row 1, column 2 must lie between 0 and 9, but is 10.")]
    [InlineData("P1 3 2 0 1 0 1 2 0", "F: the pixel at row 2, column 2 must be 0 or 1, but is not.")]
    [InlineData("P1 3 2 0101", "F: the pixel at row 2, column 2 must be 0 or 1, but is missing.")]
    [InlineData("P5 3 2 9\n12345\u0001", "F: a pixel must be at most 9, the number for white, but is 49.")]
    [InlineData("P2 3 2 0 0 0 0 0 0 0", "F: the number for white must lie between 1 and 65535, but is 0.")]
    [InlineData("P2 3 2 65536", "F: the number for white must lie between 1 and 65535, but is 65536.")]
    [InlineData("P2 0 2 9", "F: the width of the picture must lie between 1 and 100, but is 0.")]
    [InlineData("P2 3 101 9", "F: the height of the picture must lie between 1 and 100, but is 101.")]
    [InlineData("P2 3 18446744073709551619 9", "the height of the picture must lie between 1 and 100, but is 18446744")]
    [InlineData("P25 3 2 9", "F: a picture must be a PNG or Netpbm file (P1 to P6), but is text.")]
    [InlineData("P8 3 2 9", "F: a picture must be a PNG or Netpbm file (P1 to P6), but is text.")]
    [InlineData("\u00ff\u00feP\02\0", "F: a picture must be a PNG or Netpbm file (P1 to P6), but is UTF-16 text.")]
    [InlineData(
        "\u00ff\u00d8\u00ff\u00e0", "a picture must be a PNG or Netpbm file (P1 to P6), but is a JPEG picture.")]
    public void What_is_wrong_is_said(string file, string sentence)
    {
        var refusal = Assert.Throws<InvalidDataException>(() => Read(file)).Message;
        Assert.StartsWith("F: ", refusal);
        Assert.Contains(sentence, refusal);
        Assert.EndsWith(".", refusal);
    }

    private static Picture Read(string file) =>
        Picture.Parse(Encoding.Latin1.GetBytes(file), "F", "a picture", new Sides(1, 100));
}
