using System.Net;
using System.Net.Http.Headers;

namespace Concord.Tests.Lab.Data;

/// <summary>Mirrors without a network: what each host answers, and what it was asked for.</summary>
internal sealed class FakeMirrors : HttpMessageHandler
{
    private readonly Dictionary<string, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>> _hosts =
        [];

    /// <summary>Every request: the path and the range, as in "/a.gz 20-".</summary>
    public List<string> Asked { get; } = [];

    /// <summary>A host that answers so.</summary>
    public void Add(string host, Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        _hosts[host] = (request, _) => Task.FromResult(answer(request));

    /// <summary>A host that never answers.</summary>
    public void AddSilent(string host) => _hosts[host] = async (_, cancellation) =>
    {
        await Task.Delay(Timeout.Infinite, cancellation);
        throw new InvalidOperationException("An infinite delay ended.");
    };

    /// <summary>The answer with a file, or with the range of it that was asked for.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="sent">How the bytes are sent; all at once if null.</param>
    public static HttpResponseMessage File(HttpRequestMessage request, byte[] file, Func<byte[], Stream>? sent = null)
    {
        var from = (int)(request.Headers.Range?.Ranges.Single().From ?? 0);
        var rest = file[from..];
        var answer = new HttpResponseMessage(from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK)
        {
            Content = new StreamContent(sent?.Invoke(rest) ?? new MemoryStream(rest)),
        };
        answer.Content.Headers.ContentLength = rest.Length;
        if (from > 0)
            answer.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, file.Length - 1, file.Length);
        return answer;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        var range = request.Headers.Range?.ToString()["bytes=".Length..];
        Asked.Add($"{request.RequestUri!.AbsolutePath} {range}".TrimEnd());
        return _hosts.TryGetValue(request.RequestUri.Host, out var answer)
            ? answer(request, cancellation)
            : throw new HttpRequestException("Name or service not known");
    }
}
