using System.Net;
using System.Net.Http.Headers;

namespace Concord.Lab.Data;

/// <summary>Where a download stands, for whoever watches.</summary>
/// <param name="File">The name of the file that is on its way.</param>
/// <param name="Bytes">Bytes there of all files.</param>
/// <param name="All">Bytes of all files.</param>
public readonly record struct DownloadProgress(string File, long Bytes, long All);

/// <summary>Brings the files of a data set into a folder, each from the first mirror that gives it whole.</summary>
/// <remarks>
/// A file grows under its name with <c>.part</c> behind it and gets its own name once its checksum is right. Whatever
/// stops a download, the part stays, and the next one asks for the rest only.
/// </remarks>
public sealed record Download(DataSet Data, string Folder)
{
    /// <summary>Addresses that end in a slash, to which a file's name is added; tried in this order.</summary>
    public IReadOnlyList<Uri> Mirrors { get; init; } = Data.Mirrors;

    /// <summary>How long a mirror may be silent before the next one is asked.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Hears where the download stands.</summary>
    public Action<DownloadProgress> Progress { get; init; } = _ => { };

    /// <summary>Downloads every file that is not there or not right.</summary>
    /// <returns>The files that were downloaded; none if all were there.</returns>
    /// <exception cref="DownloadException">No mirror gave one of the files.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Somebody wished it to stop.</exception>
    public async Task<IReadOnlyList<DataFile>> Run(HttpClient client, CancellationToken cancellation)
    {
        var brought = new List<DataFile>();
        var before = 0L;
        foreach (var file in Data.Files)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!file.IsAt(Path.Combine(Folder, file.Name)))
            {
                await Bring(file, before, client, cancellation);
                brought.Add(file);
            }
            before += file.PackedLength;
        }
        return brought;
    }

    private async Task Bring(DataFile file, long before, HttpClient client, CancellationToken cancellation)
    {
        string path = Path.Combine(Folder, file.Name), part = path + ".part";
        var reasons = new List<string>();
        foreach (var mirror in Mirrors)
        {
            try
            {
                var address = new Uri(mirror, file.Name);
                var isOld = File.Exists(part);
                await Complete(part, file, address, before, client, cancellation);
                if (isOld && !file.IsAt(part))
                {
                    // The old part was wrong, which is no fault of this mirror.
                    File.Delete(part);
                    await Complete(part, file, address, before, client, cancellation);
                }
                if (file.IsAt(part))
                {
                    File.Move(part, path, overwrite: true);
                    return;
                }
                File.Delete(part);
                reasons.Add($"{mirror.Host}: what came has another checksum");
            }
            catch (MirrorException failure)
            {
                reasons.Add($"{mirror.Host}: {failure.Message}");
            }
        }
        throw new DownloadException(
            $"{file.Name} must come from a mirror, but none gave it ({string.Join("; ", reasons)}); "
            + $"without a network, copy the files of {Data.Name} into {Folder}.");
    }

    private async Task Complete(
        string part, DataFile file, Uri address, long before, HttpClient client, CancellationToken cancellation)
    {
        var have = File.Exists(part) ? new FileInfo(part).Length : 0;
        if (have >= file.PackedLength)
            return;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (have > 0)
            request.Headers.Range = new RangeHeaderValue(have, null);
        using var answer = await Hear(
            token => client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token), cancellation);
        var start = StartOf(answer, have, file);
        using var body = await Hear(answer.Content.ReadAsStreamAsync, cancellation);
        Directory.CreateDirectory(Folder);
        await using var to = new FileStream(
            part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
        to.SetLength(start);
        to.Position = start;
        var buffer = new byte[1 << 16];
        while (await Hear(token => body.ReadAsync(buffer, token).AsTask(), cancellation) is var got and > 0)
        {
            if (to.Position + got > file.PackedLength)
                throw new MirrorException($"it sent more than the {file.PackedLength} bytes of the file");
            await to.WriteAsync(buffer.AsMemory(0, got), CancellationToken.None);
            Progress(new DownloadProgress(file.Name, before + to.Position, Data.PackedLength));
        }
        if (to.Position < file.PackedLength)
            throw new MirrorException($"it broke off after {to.Position} of {file.PackedLength} bytes");
        to.Flush(flushToDisk: true);
    }

    // Where the body begins in the file: a mirror may send all of it when asked for the rest. A page that a network
    // shows before it lets anybody out is an answer too, but not of the right length.
    private static long StartOf(HttpResponseMessage answer, long have, DataFile file)
    {
        if (!answer.IsSuccessStatusCode)
            throw new MirrorException($"it answered {(int)answer.StatusCode} {answer.ReasonPhrase}".TrimEnd());
        var range = answer.Content.Headers.ContentRange;
        var start = answer.StatusCode == HttpStatusCode.PartialContent ? range?.From : 0;
        if (start != 0 && start != have)
            throw new MirrorException($"it was asked for bytes from {have} on, but sent them from {start}");
        var whole = range?.Length ?? start + answer.Content.Headers.ContentLength;
        return whole == null || whole == file.PackedLength
            ? start.Value
            : throw new MirrorException($"its file has {whole} bytes instead of {file.PackedLength}");
    }

    // Keeps a mirror that fails apart from a disk that does, and from somebody who wishes to stop.
    private async Task<T> Hear<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await ask(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new MirrorException($"nothing came for {Patience.TotalSeconds:g3} s");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new MirrorException(broken.GetBaseException().Message.TrimEnd('.'));
        }
    }

    private sealed class MirrorException(string reason) : Exception(reason);
}
