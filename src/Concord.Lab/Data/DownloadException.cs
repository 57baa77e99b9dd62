namespace Concord.Lab.Data;

/// <summary>No mirror gave a file; the sentence says why each of them did not.</summary>
public sealed class DownloadException(string message) : Exception(message);
