using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Concord.Lab.Data;

/// <summary>The content of a gzip file as a stream, read to the very end of the file.</summary>
/// <remarks>
/// RFC 1952: one member after the other, each with a header, packed data, a checksum and a length, which are compared.
/// Zeros may follow the last member, as tapes and downloads by the block leave them. Whatever else follows is refused,
/// and so is a file that is cut short, which <see cref="GZipStream"/> takes for whole.
/// </remarks>
/// <param name="packed">The file, from its first byte; it can seek, and is not disposed of here.</param>
/// <param name="source">What sentences call the file.</param>
internal sealed class GzipContent(Stream packed, string source) : ForwardStream
{
    private const int HasChecksum = 2, HasExtra = 4, HasName = 8, HasComment = 16, Known = 31;
    private const byte Deflated = 8;

    private DeflateStream? _member;
    private Pieces? _pieces;
    private readonly Crc32 _content = new(), _header = new();
    private uint _length;
    private bool _begun, _ended;

    /// <summary>Reads what comes next.</summary>
    /// <exception cref="InvalidDataException">The file is not whole; the sentence begins with its name.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        while (_member != null || Begin())
        {
            var got = Unpack(buffer);
            if (got > 0)
            {
                _content.Append(buffer[..got]);
                _length += (uint)got;
                return got;
            }
            End();
        }
        return 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _member?.Dispose();
        base.Dispose(disposing);
    }

    private int Unpack(Span<byte> buffer)
    {
        try
        {
            return _member!.Read(buffer);
        }
        catch (InvalidDataException damage)
        {
            throw Broken("its packed data is damaged", damage);
        }
    }

    // The packed data do not say how long they are, and the stream that unpacks takes more of the file than it needs.
    // Behind their last byte stand the checksum and the length, which are known by now: they are searched in its last
    // piece, and where they are missing, the file is not whole.
    private void End()
    {
        _member!.Dispose();
        _member = null;
        if (_pieces!.IsExhausted)
            throw Broken("it is cut short");
        Span<byte> end = stackalloc byte[2 * sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(end, _content.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(end[sizeof(uint)..], _length);
        var last = new byte[packed.Position - _pieces.Last + end.Length];
        packed.Position = _pieces.Last;
        var got = packed.ReadAtLeast(last, last.Length, throwOnEndOfStream: false);
        var place = last.AsSpan(0, got).IndexOf(end);
        if (place < 0)
            throw Broken("its end is missing or does not match its content: it was cut short or damaged");
        packed.Position = _pieces.Last + place + end.Length;
    }

    // The header of the next member; false at the end of the file.
    private bool Begin()
    {
        if (_ended)
            return false;
        var first = packed.ReadByte();
        while (_begun && first == 0)
            first = packed.ReadByte();
        if (_begun && first < 0)
            return !(_ended = true);
        _header.Reset();
        if (first >= 0)
            _header.Append([(byte)first]);
        if (first != 0x1F || Next() != 0x8B)
            throw Broken(
                _begun ? "something else follows its end" : first < 0 ? "it is empty" : "it does not begin like one");
        if (Next() != Deflated)
            throw Broken("it is packed by a method other than deflate");
        var flags = Next();
        if ((flags & ~Known) != 0)
            throw Broken("its header has flags that are not known");
        for (var skipped = 0; skipped < 6; skipped++)   // time, effort and system
            Next();
        if ((flags & HasExtra) != 0)
            for (var rest = Next() | (Next() << 8); rest > 0; rest--)
                Next();
        foreach (var text in (ReadOnlySpan<int>)[HasName, HasComment])
            while ((flags & text) != 0 && Next() != 0)
            {
            }
        var checksum = (ushort)_header.GetCurrentHashAsUInt32();
        if ((flags & HasChecksum) != 0 && (Next() | (Next() << 8)) != checksum)
            throw Broken("its header does not match its checksum");
        _content.Reset();
        (_begun, _length) = (true, 0);
        _pieces = new Pieces(packed);
        _member = new DeflateStream(_pieces, CompressionMode.Decompress);
        return true;
    }

    private int Next()
    {
        var next = packed.ReadByte();
        if (next < 0)
            throw Broken("it is cut short");
        _header.Append([(byte)next]);
        return next;
    }

    private InvalidDataException Broken(string flaw, Exception? reason = null) =>
        new($"{source} must be a whole gzip file, but {flaw}.", reason);

    /// <summary>Hands the packed data out, and remembers where the last piece of them began.</summary>
    private sealed class Pieces(Stream packed) : ForwardStream
    {
        // The shortest packed data take two bytes.
        private readonly long _least = packed.Position + 2;

        /// <summary>A place in the file that the packed data do not end before.</summary>
        public long Last { get; private set; } = packed.Position;

        /// <summary>Whether more was asked for than there is.</summary>
        public bool IsExhausted { get; private set; }

        /// <inheritdoc/>
        public override int Read(Span<byte> buffer)
        {
            Last = Math.Max(_least, packed.Position);
            var got = packed.Read(buffer);
            IsExhausted |= got == 0;
            return got;
        }
    }
}
