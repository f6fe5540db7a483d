namespace Hub.Server;

/// <summary>What a refused read or write of a file says about the disk.</summary>
internal static class DiskTrouble
{
    // Unix error numbers, the same on Linux and macOS but for the quota; .NET hands them on as the exception's HResult.
    private const int InputOutput = 5;
    private const int NoSpace = 28;
    private const int QuotaLinux = 122;
    private const int QuotaMacOS = 69;

    // Windows: ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private const int DiskFullWindows = unchecked((int)0x80070070);
    private const int HandleDiskFullWindows = unchecked((int)0x80070027);

    /// <summary>Full or failing; null when the error is about something else.</summary>
    public static StoreTrouble? Of(IOException error) => error.HResult switch
    {
        NoSpace or QuotaLinux or QuotaMacOS or DiskFullWindows or HandleDiskFullWindows => StoreTrouble.Full,
        InputOutput => StoreTrouble.Failed,
        _ => null,
    };
}
