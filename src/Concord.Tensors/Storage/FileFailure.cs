namespace Concord.Tensors.Storage;

/// <summary>Reasons why a file cannot be read or written, in plain words for messages.</summary>
public static class FileFailure
{
    // Error numbers of POSIX systems as .NET reports them, and those of Windows.
    private const int NoSuchDevice = 6, IsFolder = 21, TooLarge = 27, Full = 28, ReadOnly = 30, Broken = 32;
    private const int Quota = 122;
    private const int FullOnWindows = unchecked((int)0x80070070), FullHandleOnWindows = unchecked((int)0x80070027);

    /// <summary>The reason alone, without the file's name and without a full stop.</summary>
    public static string Reason(Exception failure) => failure switch
    {
        UnauthorizedAccessException => "permission is denied",
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "its folder does not exist",
        PathTooLongException => "its name is too long",
        IOException { HResult: Full or FullOnWindows or FullHandleOnWindows } => "no space is left on the disk",
        IOException { HResult: Quota } => "no space is left in the disk quota",
        IOException { HResult: ReadOnly } => "the disk can only be read",
        IOException { HResult: TooLarge } => "it would become larger than files may be",
        IOException { HResult: Broken } => "nothing reads it any more",
        IOException { HResult: NoSuchDevice } => "nothing listens there",
        IOException { HResult: IsFolder } => "it is a folder",
        _ => WithoutPath(failure.Message),
    };

    // .NET puts the path behind the operating system's words: "Input/output error : '/a/b'".
    private static string WithoutPath(string message)
    {
        var end = message.IndexOf(" : '", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
